// The teacher's keys of classes: only the browser that opened a class has its key, and keeps it.

const name = (code) => `gruviz-class-key-${code}`;

export const keep = (code, key) => localStorage.setItem(name(code), key);

export const keyOf = (code) => localStorage.getItem(name(code));

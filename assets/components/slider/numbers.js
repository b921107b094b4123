// Numbers as a slider writes and reads them.

const NUMBER = /[-−+]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:e[-−+]?\d+)?/i;
const DECIMAL_COMMA = /^[-−+]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))$/; // three digits after a comma are thousands

/** Digits behind the point that a number needs, at most nine. */
export function decimals(number) {
  const [mantissa, exponent = "0"] = String(Number(number.toPrecision(12))).split("e");
  return Math.min(9, Math.max(0, (mantissa.split(".")[1] ?? "").length - Number(exponent)));
}

/** A value with as many digits as the steps have, a true minus, and what the format puts around it: "× −0.50". */
export function written(value, { step, format = "{}" }) {
  const digits = Math.max(decimals(step), decimals(value));
  const number = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.replace("{}", value < 0 ? `−${number}` : number);
}

/** The number that a person has typed, with or without what the format puts around it; null where it is none. */
export function read(text, { format = "{}" }) {
  let bare = text.trim();
  for (const around of format.split("{}").map((part) => part.trim())) bare = bare.replace(around, "").trim();
  if (DECIMAL_COMMA.test(bare)) bare = bare.replace(",", ".");
  if (NUMBER.exec(bare)?.[0] !== bare) return null;
  return Number(bare.replaceAll(",", "").replaceAll("−", "-"));
}

/** The value of a stop; sums of steps such as 0.05 are not exact. */
export function stopValue(index, { low, step }) {
  return Number((low + index * step).toFixed(9)) + 0;
}

/** The stop nearest to a value. */
export function stopIndex(value, { low, high, step }) {
  const last = Math.floor((high - low) / step + 1e-9);
  return Math.min(Math.max(Math.round((value - low) / step), 0), last);
}

/** Whether a typed number is one that the control takes. */
export function isTaken(value, { low, high, whole }) {
  return value >= low && value <= high && (!whole || Number.isInteger(value));
}

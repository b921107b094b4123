// Which keys belong to what has the focus, and which are free for the page.

const TYPED = "textarea, select, [contenteditable=true], input:not([type=radio], [type=range], [type=checkbox])";
const MOVED = "input, [role=slider], [role=radio], [role=tab], [role=option], [role=combobox], [role=spinbutton]";
const PRESSED = "button, a[href], summary, input, [role=button], [role=radio], [role=checkbox], [role=switch]";
const OPEN = "[role=dialog], [role=listbox], [role=menu], [data-testid=stPopoverBody]"; // what keeps all keys to itself
const MOVES = ["ArrowLeft", "ArrowRight", "Home", "End"];
const PRESSES = [" ", "Enter"];

/** Whether a page may take a key: nobody types, and what has the focus has no use for it. */
export function isFree(event) {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (!target?.closest) return true;
  if (target.closest(TYPED) || target.closest(OPEN)) return false;
  if (MOVES.includes(key) && target.closest(MOVED)) return false;
  return !(PRESSES.includes(key) && target.closest(PRESSED));
}

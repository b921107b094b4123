// On a phone, folds the sidebar away when a page opens: it covers the page, and Streamlit leaves it as it was.

const SEEN = new WeakSet();

export default function ({ parentElement }) {
  if (SEEN.has(parentElement)) return; // only when the page opens, not at every move of a control
  SEEN.add(parentElement);
  if (!matchMedia("(max-width: 767px)").matches) return;
  /** @type {HTMLElement | null} */
  const fold = document.querySelector(
    "[data-testid=stSidebar][aria-expanded=true] [data-testid=stSidebarCollapseButton] button",
  );
  fold?.click();
}

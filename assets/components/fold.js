// On a phone, folds the sidebar away when a page opens: it covers the page, and Streamlit leaves it as it was.

const SEEN = new WeakSet();

/** Fold the sidebar if it is there; whether it was. */
function fold() {
  const sidebar = document.querySelector("[data-testid=stSidebar]");
  if (sidebar?.getAttribute("data-collapsed") === "false") {
    /** @type {HTMLElement | null} */
    const button = sidebar.querySelector("[data-testid=stSidebarCollapseButton] button");
    if (button === null) return false; // it comes a moment later
    button.click();
  }
  return sidebar !== null;
}

export default function ({ parentElement }) {
  if (SEEN.has(parentElement)) return; // only when the page opens, not at every move of a control
  SEEN.add(parentElement);
  if (!matchMedia("(max-width: 767px)").matches || fold()) return;
  const watch = new MutationObserver(() => {
    if (!parentElement.isConnected || fold()) watch.disconnect();
  });
  watch.observe(document.body, { childList: true, subtree: true });
}

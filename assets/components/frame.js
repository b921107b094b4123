// What is around every page: on a phone, on a projector and within a page of others the sidebar is a sheet from below,
// opened and closed by a button that stays in view; Escape closes the sheet, then leaves presenter mode, where F takes
// the full screen; the navigation says which page it is, and within a page of others a link leads out.

import { html } from "./shared/dom.js";
import { isFree } from "./shared/keys.js";

const FRAMES = new WeakMap(); // parentElement -> Frame
const SWIPE = 24; // pixels that a finger moves at least
const OWN = "[role=dialog], [role=listbox], [role=menu]"; // what is open on the page and takes Escape for itself

const isPhone = () => matchMedia("(max-width: 767px)").matches; // where Streamlit's sidebar covers the page
const sidebar = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=stSidebar]"));

class Frame {
  constructor(parent) {
    this.parent = parent;
    this.presenting = undefined;
    this.embedded = false;
    this.observed = null; // the sidebar whose state is followed
    this.handle = html("button", {
      type: "button",
      class: "gruviz-handle",
      "aria-controls": "stSidebar",
      onclick: () => this.swiped || this.set(!this.isOpen),
      onpointerdown: (event) => this.grab(event),
      onpointerup: (event) => this.release(event),
    }, "Controls");
    parent.append(this.handle);
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
    this.follow = new MutationObserver(() => this.look());
    this.wait = new MutationObserver(() => this.find());
    this.wait.observe(document.body, { childList: true, subtree: true });
    markPage();
  }

  update({ presenting, embedded }) {
    const before = this.presenting;
    Object.assign(this, { presenting, embedded });
    if (!presenting) document.getElementById("gruviz-presents")?.remove(); // of the document, which the page outlives
    if (embedded && !this.parent.querySelector("a")) this.parent.append(wayOut());
    if (before === undefined) this.find();
    else if (before !== presenting) this.set(!this.isSheet);
    this.look();
  }

  get isSheet() {
    return this.presenting || this.embedded || isPhone();
  }

  get isOpen() {
    return sidebar()?.dataset.collapsed === "false";
  }

  /** The sidebar comes a moment after the page, and as it was on the page before: a sheet is folded away at first. */
  find() {
    if (this.gone()) return;
    const found = sidebar();
    if (found === null || found === this.observed) return;
    if (this.isSheet && this.isOpen && !found.querySelector("[data-testid=stSidebarCollapseButton] button")) return;
    this.observed = found;
    this.wait.disconnect();
    this.follow.observe(found, { attributes: true, attributeFilter: ["data-collapsed"] });
    if (this.isSheet) this.set(false);
    this.look();
  }

  /** Let the page know how the sheet stands. */
  look() {
    if (this.gone()) return;
    document.documentElement.dataset.sheet = this.observed === null ? "none" : this.isOpen ? "open" : "closed";
    this.handle.setAttribute("aria-expanded", String(this.isOpen));
  }

  set(open) {
    if (this.observed === null || open === this.isOpen) return;
    const selector = open ? "stExpandSidebarButton" : "stSidebarCollapseButton";
    const place = document.querySelector(`[data-testid=${selector}]`);
    const button = /** @type {HTMLElement | null} */ (place?.querySelector("button") ?? place);
    const focused = sidebar()?.contains(document.activeElement);
    button?.click();
    if (!this.isSheet) return;
    if (open) requestAnimationFrame(() => this.show());
    else if (focused) this.handle.focus({ preventScroll: true });
  }

  /** Those who go on by keyboard find the controls next; those who look, the picture above them. */
  show() {
    const content = /** @type {HTMLElement | null} */ (sidebar()?.querySelector("[data-testid=stSidebarContent]"));
    if (content) content.tabIndex = -1;
    content?.focus({ preventScroll: true });
    const picture = document.querySelector("[data-testid=stMain] [role=figure]");
    const { top = 0, bottom = 0 } = picture?.getBoundingClientRect() ?? {};
    if (picture && (top < 0 || bottom > innerHeight * 0.55)) picture.scrollIntoView({ block: "start" });
  }

  grab(event) {
    this.from = event.clientY;
    this.swiped = false;
    this.handle.setPointerCapture(event.pointerId);
  }

  release({ clientY }) {
    const way = clientY - this.from;
    this.swiped = Math.abs(way) > SWIPE; // the click that follows is part of it
    if (this.swiped) this.set(way < 0);
  }

  key(event) {
    if (this.gone() || event.defaultPrevented) return;
    if (this.presenting && event.key.toLowerCase() === "f" && isFree(event)) fullScreen();
    if (event.key !== "Escape" || document.querySelector(OWN)) return;
    if (this.isSheet && this.isOpen) this.set(false);
    else if (this.presenting) leaveButton()?.click();
    else return;
    event.preventDefault();
  }

  gone() {
    if (this.parent.isConnected) return false;
    this.wait.disconnect();
    this.follow.disconnect();
    document.removeEventListener("keydown", this.onKey);
    return true;
  }
}

/** A link to this page, as it is when the link is used, in a window of its own. */
function wayOut() {
  const link =
    /** @type {HTMLAnchorElement} */ (html("a", { class: "gruviz-out", target: "_blank" }, "Open in GRUViz"));
  const follow = () => {
    const url = new URL(location.href);
    url.searchParams.delete("embed");
    link.href = url.toString();
  };
  link.onfocus = link.onpointerenter = link.onpointerdown = follow;
  follow();
  return link;
}

function fullScreen() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => {}); // where a browser has none, such as in a frame, the page stays as it is
}

const leaveButton = () => /** @type {HTMLElement | null} */ (document.querySelector("[class*=_leave] button"));

/** Streamlit marks the link of the present page for the eye only; on a phone it may stand beside what is seen. */
function markPage() {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".st-key-navigation a")]);
  const here = links.find((link) => pageOf(link.getAttribute("href") ?? "") === pageOf(location.pathname));
  if (!here) return;
  here.setAttribute("aria-current", "page");
  const row = /** @type {HTMLElement} */ (here.closest(".st-key-navigation"));
  row.scrollLeft = here.getBoundingClientRect().left - row.getBoundingClientRect().left - row.clientWidth / 3;
}

/** Last part of a path: "train" of "/class/train?gain=2"; "" of the home page's. */
function pageOf(path) {
  return path.split("?")[0].split("/").pop();
}

export default function ({ data, parentElement }) {
  if (!FRAMES.has(parentElement)) FRAMES.set(parentElement, new Frame(parentElement));
  FRAMES.get(parentElement).update(data);
}

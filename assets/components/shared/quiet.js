// What moves by itself has the browser to itself: whatever is heavy and out of sight comes after it.

const LOOK = 200; // ms between two looks

/** Wait until nothing on the page plays, or this element comes into sight. @param {Element} element */
export async function quiet(element) {
  while (document.querySelector("[data-plays]") && !isInSight(element)) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

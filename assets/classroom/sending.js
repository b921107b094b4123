// What a page sends to its class, and the answer: an object, with `refused` where there is a reason not to do it.

const UNREACHED = "The server cannot be reached.";

/** POST an object; `lost` is set where no answer came, so that it may be tried again. */
export async function send(what, body) {
  try {
    const answer = await fetch(address(what), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const data = await answer.json().catch(() => null);
    if (data) return { ...data, over: answer.status === 404, lost: answer.status === 429 || answer.status === 503 };
  } catch {
    // No network: as good as no answer.
  }
  return { refused: UNREACHED, lost: true };
}

/** The address of a part of the class, from any of its pages. */
export function address(what) {
  const here = location.pathname.replace(/\/(teach)?\/*$/, "");
  return `${here}/${what}`;
}

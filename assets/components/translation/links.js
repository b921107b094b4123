// What joins the words said with the English ones: which lines to draw, how wide, and what they say.

export const FAINT = 10; // per cent: links below are left out where those of all words are drawn

/**
 * The lines between the two rows, heaviest last.
 * @param {{words: string[], links: number[][] | null}} lane
 * @param {number} sources How many English words there are.
 * @param {{side: "source" | "target", place: number} | null} chosen The word that is pointed at.
 * @param {number} said How many words have been said so far.
 * @returns {{from: number | null, to: number | null, share: number}[]} From an English word to one said; null is the
 *   one state that all passes through; share in per cent.
 */
export function lines(lane, sources, chosen, said) {
  const shown = [...lane.words.keys()].filter((to) => to < said);
  if (!lane.links) {
    const into = [...Array(sources).keys()].map((from) => ({ from, to: null, share: FAINT }));
    const out = shown.map((to) => ({ from: null, to, share: FAINT }));
    return [...into, ...out].map((line) => ({ ...line, share: isAt(line, chosen) ? 3 * FAINT : FAINT }));
  }
  const all = shown.flatMap((to) => lane.links[to].map((share, from) => ({ from, to, share })));
  return all
    .filter((line) => (chosen ? isAt(line, chosen) && line.share > 0 : line.share >= FAINT))
    .sort((one, other) => one.share - other.share);
}

function isAt(line, chosen) {
  return chosen !== null && line[chosen.side === "source" ? "from" : "to"] === chosen.place;
}

/**
 * What a word hangs together with, in words.
 * @param {{words: string[], links: number[][] | null, state: string | null}} lane
 * @param {string[]} source
 * @param {{side: "source" | "target", place: number}} chosen
 */
export function spoken(lane, source, chosen) {
  const word = `“${(chosen.side === "source" ? source : lane.words)[chosen.place]}”`;
  if (!lane.links) {
    return chosen.side === "source" ? `${word} goes into ${lane.state}` : `${word} comes from ${lane.state}`;
  }
  const looks = lane.state !== null; // the dictionary looks at nothing
  const words = chosen.side === "source" ? lane.words : source;
  const shares = words.map((other, place) => ({
    other,
    share: chosen.side === "source" ? lane.links[place][chosen.place] : lane.links[chosen.place][place],
  })).filter((each) => each.share >= (chosen.side === "source" ? FAINT : 1));
  if (!shares.length) return looks ? `${word}: no word looks at it for ${FAINT}% or more` : `${word} is left out`;
  if (!looks) return `${word}: ${shares.map((each) => `“${each.other}”`).join(" ")}`;
  const heaviest = shares.sort((one, other) => other.share - one.share).slice(0, 4);
  const told = heaviest.map((each) => `“${each.other}” ${each.share}%`).join(", ");
  return chosen.side === "source" ? `${word} is looked at by ${told}` : `${word} looks at ${told}`;
}

// A record that several tabs keep in one place of the browser, while each has a server's session of its own.

/**
 * What another tab has kept goes to the server, which answers with both records together; then that is kept.
 * @param {string} kept as it is in the browser
 * @param {{ work: string, seen: string[] }} data the session's record, and what the server has seen of the browser's
 * @returns {{ send?: string, keep?: string }}
 */
export function next(kept, { work, seen }) {
  return kept && kept !== work && !seen.includes(kept) ? { send: kept } : { keep: work };
}

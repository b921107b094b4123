// What Python sends to the picture, and what the picture sends back. Numbers that JSON lacks: −inf is −400, inf is 400
// (float64 ends at −324 and 308), and what is not there yet is null.

/**
 * One axis of the squares. Both panels share it.
 * @typedef {object} Axis
 * @property {string} title With its unit: "Gain (factor on the recurrent weights)".
 * @property {string} name In a sentence: "gain".
 * @property {boolean} log Whether equal ratios are equal distances.
 * @property {number[]} values Upwards.
 * @property {string[]} labels One for each value: "0.5", "−8".
 * @property {{ title: string, labels: string[] } | null} [second] The same places once more in other words, on the far
 *   side: "Time constant 1/z (steps)" with "2,982", "1,098", …
 */

/**
 * What is left of the gradient before training, on the fine grid.
 * @typedef {object} Field
 * @property {number | null} length Of the sequences, in steps; null where the length is an axis.
 * @property {(number | null)[][]} values log₁₀ of what is left: by row from below, by column from the left.
 */

/**
 * A line over the field, in values of the axes.
 * @typedef {object} Contour
 * @property {string} label At its end: "theory: factor 1".
 * @property {"theory" | "bound" | "gradient"} kind Dotted, dash-dotted, or a thin solid line.
 * @property {number | null} length For which field; null for all.
 * @property {[number, number][][]} lines
 */

/**
 * What became of the networks of one square, at each of `updates`.
 * @typedef {object} Trained
 * @property {number[]} learned How many had learned then.
 * @property {number[] | null} diverged How many had diverged by then; null for none, ever.
 */

/**
 * @typedef {object} Panel
 * @property {string} key
 * @property {string} title "First symbol".
 * @property {string} note Below it: task, rate, seeds: "50 steps, Adam 0.01, 5 networks a square".
 * @property {Field[]} fields One for each of `lengths`; those that are missing are not there yet.
 * @property {Contour[]} contours
 * @property {number[]} updates After which the networks were looked at, upwards from 0.
 * @property {(Trained | null)[]} squares By row from below, each from the left: row × columns + column.
 * @property {string} summary What the panel shows, as text.
 * @property {number | null} trained_length Steps of the sequences that it was trained on; null where an axis says it.
 */

/**
 * @typedef {object} Scale Absolute, the same for all maps.
 * @property {number} low log₁₀ at the first colour; below it is as dark.
 * @property {number} high
 * @property {[number, string][]} light Place from 0 (low) to 1 (high), and colour as #rrggbb.
 * @property {[number, string][]} dark
 * @property {[number, string][]} ticks log₁₀, and in words: [0, "all of it"].
 */

/**
 * @typedef {object} MapData
 * @property {string} key Of the map: with another one all begins anew; with the same one the picture goes on.
 * @property {Axis} x
 * @property {Axis} y
 * @property {{ x: number[], y: number[] }} fine Settings of the fields; they include those of the squares.
 * @property {Panel[]} panels One or two.
 * @property {number} seeds Networks in a square.
 * @property {number} enough How many of them must have learned for a square to count as one that learns.
 * @property {number[]} lengths Stops of the slider "Length"; none or one: there is no slider.
 * @property {Scale} scale
 * @property {string} sentence What came out, for `budget`; "" while there is nothing to say.
 * @property {boolean} asks Whether one is asked for a guess first.
 * @property {Guess | null} guess As sent below; null: none yet.
 * @property {number} budget
 * @property {number | null} length
 * @property {View} view
 * @property {[number, number] | null} square Column and row.
 * @property {"running" | "finished" | "stopped" | "shipped"} status Of the training.
 */

/** @typedef {"before" | "after" | "both"} View */

/**
 * What comes back, each by setStateValue under its name, when a hand lets go:
 *   guess   Guess, at "Show", "Just show me" and "Guess again"
 *   square  [column, row] or null
 *   budget  updates
 *   length  steps
 *   view    View
 * @typedef {object} Guess
 * @property {[number, number][][]} squares For each panel, columns and rows of what was painted.
 * @property {boolean} shown Whether the answer may be seen.
 */

// Numbers read back from text, as a person reads them.

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The number that a text is: "−1.2 × 10⁻⁷", "0.250", "∞". */
export function numberIn(text) {
  const plain = text.replaceAll("−", "-").replace("∞", "Infinity");
  const [mantissa, power = "10"] = plain.split(" × ");
  const exponent = power.slice(2).replace("⁻", "-").replace(
    /[⁰-⁹¹²³]/g,
    (digit) => String(SUPERSCRIPTS.indexOf(digit)),
  );
  return Number(mantissa) * 10 ** Number(exponent);
}

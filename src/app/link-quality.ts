import type { PeerSymptom, Symptom } from "./symptoms.ts";

/** How well somebody comes across, where it is not well. */
export type LinkQuality = "fair" | "poor";

/** From these amounts on nobody calls it fair any more; of the others there is no more than one kind. */
const POOR: Partial<Record<PeerSymptom, number>> = { loss: 0.1, gaps: 0.1, far: 600 };

/** What a finding about somebody means for those who look at them; undefined where it does not disturb. */
export function linkQuality(symptom: Symptom<PeerSymptom> | undefined): LinkQuality | undefined {
  if (symptom === undefined) return undefined;
  switch (symptom.kind) {
    // The picture is small or late, and good otherwise.
    case "small":
    case "apart":
      return undefined;
    case "freezing":
      return "poor";
    case "slow":
      return "fair";
    default:
      return (symptom.amount ?? 0) >= (POOR[symptom.kind] ?? Number.POSITIVE_INFINITY) ? "poor" : "fair";
  }
}

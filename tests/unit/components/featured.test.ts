import { expect, test } from "vitest";
import { featured } from "../../../src/components/call/featured.ts";
import { participant } from "../../fakes/states.ts";

const [noor, ben, mo] = [participant("Noor"), participant("Ben"), participant("Mo")];
const speaks = (person: typeof noor) => ({ ...person, speaking: true });
const nameOf = (...of: Parameters<typeof featured>) => featured(...of)?.name;

test("is the first until somebody speaks, and stays with them when they are silent again", () => {
  expect(nameOf([noor, ben], undefined)).toBe("Noor");
  expect(nameOf([noor, speaks(ben)], noor.id)).toBe("Ben");
  expect(nameOf([noor, ben], ben.id)).toBe("Ben");
});

test("does not jump between two who speak at once", () => {
  expect(nameOf([speaks(noor), speaks(ben), mo], ben.id)).toBe("Ben");
});

test("is somebody who is there: not who has left, nor who has lost the connection in the middle of a word", () => {
  expect(nameOf([noor, mo], ben.id)).toBe("Noor");
  expect(nameOf([{ ...speaks(noor), presence: "away" }, speaks(ben)], noor.id)).toBe("Ben");
  expect(nameOf([], ben.id)).toBeUndefined();
});

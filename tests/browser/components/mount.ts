import { onTestFinished } from "vitest";
import type { Screen } from "../../../src/app/app.ts";
import "../../../src/components/app.ts";
import { complete } from "../../../src/components/later.ts";
import "../../../src/components/tokens.css";
import { callScreen, FakeApp, FakeCall, type FakePreview, previewScreen } from "../../fakes/app.ts";
import { scenes } from "../../fakes/scenes.ts";

await complete();

/** The app, or one on this screen, in the document until the test is over. */
export function mount(shown: Screen | FakeApp): FakeApp {
  const app = shown instanceof FakeApp ? shown : new FakeApp(shown);
  const element = document.createElement("kith-app");
  element.app = app;
  show(element);
  return app;
}

/** A scene of the collection. */
export function mountScene(name: string): FakeApp {
  const scene = scenes[name];
  if (scene === undefined) throw new Error(`No scene is called ${name}`);
  return mount(scene());
}

export function mountCall(change: ConstructorParameters<typeof FakeCall>[0] = {}) {
  const call = new FakeCall(change);
  return { call, app: mount(callScreen(call)) };
}

export function mountPreview(preview: FakePreview): FakePreview {
  mount(previewScreen(preview));
  return preview;
}

/** One element by itself. */
export function show<T extends Element>(element: T): T {
  document.body.append(element);
  onTestFinished(() => element.remove());
  return element;
}

/** All elements that match, in the document and in every shadow tree. */
export function deepAll(selector: string, root: ParentNode = document): Element[] {
  return [...root.querySelectorAll("*")].flatMap((element) => [
    ...(element.matches(selector) ? [element] : []),
    ...(element.shadowRoot ? deepAll(selector, element.shadowRoot) : []),
  ]);
}

/** What has the focus, through all shadow trees. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

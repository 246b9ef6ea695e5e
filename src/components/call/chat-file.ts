import { css, html, nothing, type TemplateResult } from "lit";
import type { ChatContent, IncomingState, Recipient } from "../../app/chat.ts";
import { fill } from "../../strings/fill.ts";
import type { ChatActions } from "../actions.ts";
import { bytesText } from "../parts/bytes-text.ts";
import "../parts/icon.ts";
import { displayName } from "../parts/person-name.ts";
import { saveFile } from "../parts/save-file.ts";
import { locale, strings } from "../strings.ts";

type Own = Extract<ChatContent, { kind: "own-file" }>;
type Theirs = Extract<ChatContent, { kind: "file" }>;

const coming: ReadonlySet<IncomingState> = new Set<IncomingState>(["receiving", "paused", "checking"]);
const failed: ReadonlySet<IncomingState> = new Set<IncomingState>(["damaged", "lost", "no-room"]);
const open: ReadonlySet<Recipient["state"]> = new Set<Recipient["state"]>([
  "waiting",
  "delivered",
  "sending",
  "paused",
]);

/** A file in the chat: its name and size, how far it has come, and what can be done about it. Never what is in it. */
export function fileContent(id: string, content: Own | Theirs, chat: ChatActions): TemplateResult {
  const { name, size } = content.file;
  return html`<div class="bubble file">
    <p class="file-name">
      <kith-icon name="file"></kith-icon>
      <span><bdi>${name}</bdi> <span class="size">${bytesText(size)}</span></span>
    </p>
    ${content.kind === "file" ? theirs(id, content, chat) : own(id, content, chat)}
  </div>`;
}

function theirs(id: string, { file, state, bytes, blob }: Theirs, chat: ChatActions): TemplateResult {
  const text = strings.chat;
  const { name } = file;
  return html`
    ${coming.has(state) ? progress(file, bytes) : nothing}
    <p class="fate ${failed.has(state) ? "lost" : ""}">${text.incoming[state]}</p>
    <div class="actions">
      ${
        state === "offered"
          ? html`${action(text.accept, fill(text.acceptFile, { name }), () => chat.acceptFile(id), true)}
            ${action(text.decline, fill(text.declineFile, { name }), () => chat.stopFile(id))}`
          : nothing
      }
      ${coming.has(state) ? action(text.stop, fill(text.stopFile, { name }), () => chat.stopFile(id)) : nothing}
      ${blob === undefined ? nothing : action(text.saveFile, fill(text.saveFileNamed, { name }), () => saveFile(name, blob), true)}
    </div>
  `;
}

function own(id: string, { file, state, recipients }: Own, chat: ChatActions): TemplateResult {
  const text = strings.chat;
  const isOpen = state === "offered" && recipients.some((one) => open.has(one.state));
  return html`
    ${state === "withdrawn" ? html`<p class="fate">${text.withdrawn}</p>` : nothing}
    ${state === "unreadable" ? html`<p class="fate lost">${text.unreadable}</p>` : nothing}
    ${recipients.map(
      (one) => html`<p class="fate ${one.state === "undelivered" ? "lost" : ""}">
          <bdi>${displayName(one.name)}</bdi>: ${text.recipient[one.state]}
          ${one.state === "sending" ? percentText(one.bytes, file.size) : nothing}
        </p>
        ${one.state === "sending" || one.state === "paused" ? progress(file, one.bytes) : nothing}`,
    )}
    <div class="actions">
      ${isOpen ? action(text.withdraw, fill(text.withdrawFile, { name: file.name }), () => chat.stopFile(id)) : nothing}
    </div>
  `;
}

function progress({ name, size }: Own["file"], bytes: number): TemplateResult {
  return html`<progress aria-label=${fill(strings.chat.progress, { name })} max=${Math.max(1, size)} value=${bytes}></progress>`;
}

function percentText(bytes: number, size: number): string {
  return (size === 0 ? 1 : bytes / size).toLocaleString(locale, { style: "percent" });
}

function action(label: string, name: string, press: () => void, isPrimary = false): TemplateResult {
  return html`<button class=${isPrimary ? "primary" : ""} type="button" aria-label=${name} @click=${press}>
    ${label}
  </button>`;
}

export const chatFileStyles = css`
  .file {
    display: grid;
    gap: var(--half);
    inline-size: min(100%, 20rem);
  }

  .file-name {
    display: flex;
    gap: var(--unit);
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .file-name > kith-icon {
    margin-block-start: 0.125rem;
  }

  .size {
    color: var(--text-muted);
    font-weight: 400;
    white-space: nowrap;
  }

  .actions > button {
    border-color: var(--line);
  }

  .actions > button:not(.primary) {
    background: var(--raised);
  }

  progress {
    inline-size: 100%;
    block-size: var(--unit);
    accent-color: var(--accent);
  }
`;

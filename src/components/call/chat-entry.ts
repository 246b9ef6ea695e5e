import { css, html, nothing, type TemplateResult } from "lit";
import type { ChatContent, ChatEntry, Recipient } from "../../app/chat.ts";
import { fill } from "../../strings/fill.ts";
import type { ChatActions } from "../actions.ts";
import { displayName } from "../parts/person-name.ts";
import { whenText } from "../parts/time.ts";
import { locale, strings } from "../strings.ts";
import { fileContent } from "./chat-file.ts";
import { chatText } from "./chat-text.ts";

/** One line of the chat: who, when, what, and how far it has come. */
export function chatEntry(entry: ChatEntry, chat: ChatActions): TemplateResult {
  const { content, at } = entry;
  const isOwn = content.kind === "own-text" || content.kind === "own-file";
  return html`<li class=${isOwn ? "own" : "theirs"}>
    <p class="who">
      <bdi class="name">${authorOf(content)}</bdi>
      <time datetime=${new Date(at).toISOString()}>${whenText(at)}</time>
    </p>
    ${
      content.kind === "text" || content.kind === "own-text"
        ? html`<p class="bubble text" dir="auto">${chatText(content.text)}</p>`
        : fileContent(entry.id, content, chat)
    }
    ${content.kind === "own-text" ? deliveryLine(content.recipients) : nothing}
  </li>`;
}

/** As one calls whoever said it. */
export function authorOf(content: ChatContent): string {
  return "from" in content ? displayName(content.from.name) : strings.name.own;
}

/** What has become of something that one said oneself. */
export function deliveryText(recipients: readonly Recipient[]): string {
  const text = strings.chat;
  const namesOf = (state: Recipient["state"]) =>
    recipients.filter((one) => one.state === state).map(({ name }) => displayName(name));
  const [failed, waiting] = [namesOf("undelivered"), namesOf("waiting")];
  if (recipients.length === 0) return text.nobody;
  if (failed.length > 0) return fill(text.undelivered, { names: listOf(failed) });
  return waiting.length > 0 ? fill(text.waiting, { names: listOf(waiting) }) : text.delivered;
}

function deliveryLine(recipients: readonly Recipient[]): TemplateResult {
  const isLost = recipients.length === 0 || recipients.some(({ state }) => state === "undelivered");
  return html`<p class="fate ${isLost ? "lost" : ""}">${deliveryText(recipients)}</p>`;
}

function listOf(names: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
}

export const chatEntryStyles = css`
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: var(--half);
  }

  li.own {
    justify-items: end;
  }

  .who {
    display: flex;
    gap: var(--unit);
    max-inline-size: 100%;
    color: var(--text-muted);
    font-size: var(--text-small);
  }

  .name {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .bubble {
    max-inline-size: min(100%, 34rem);
    padding: var(--unit) calc(1.5 * var(--unit));
    border-radius: var(--radius);
    background: var(--control);
    overflow-wrap: anywhere;
  }

  .own > .bubble {
    background: var(--accent-soft);
  }

  .text {
    white-space: pre-wrap;
  }

  a {
    color: var(--accent);
    text-underline-offset: 0.15em;
  }

  .fate {
    color: var(--text-muted);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }

  .fate.lost {
    color: var(--on-danger-soft);
  }
`;

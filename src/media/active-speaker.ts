/** How fast what somebody does now outweighs what they did before, milliseconds. */
const MEMORY = 500;
/** Root mean square, in decibels below full scale: what is quieter is no speech, what is louder counts no more. */
const QUIETEST = -45;
const LOUDEST = -20;
/** A voice stands out from the noise of its own room by so many decibels. */
const ABOVE_NOISE = 8;
/** Noise that has become louder is known as such after a while: decibels per second. */
const NOISE_RISE = 3;
/** Of somebody of whom nothing is known, and at most: what is steady and louder than that is no room's noise. */
const FIRST_NOISE = -60;
const LOUDEST_NOISE = -40;
/** Of somebody who talks: a cough or a slammed door is over before. */
const TALKING = 0.4;
/** Who takes over has to be so much more active than who is heard now. */
const LEAD = 0.2;
/** So long everybody stays who has been chosen, milliseconds: a stage that flickers is worse than one that is late. */
const SHORTEST_TURN = 1_200;

interface Voice {
  /** 0 to 1, as of `at`. */
  activity: number;
  noise: number;
  at: number;
}

/** Chooses from measured sound who is to be looked at. Whoever has been chosen stays while nobody else talks. */
export class ActiveSpeaker<Id> {
  readonly #voices = new Map<Id, Voice>();
  #current: Id | undefined;
  #since = Number.NEGATIVE_INFINITY;

  get current(): Id | undefined {
    return this.#current;
  }

  /** A piece of somebody's sound: its root mean square, 0 to 1. `now` in milliseconds. */
  learn(id: Id, level: number, now: number): void {
    const decibels = 20 * Math.log10(Math.max(level, 1e-5));
    const voice = this.#voices.get(id) ?? { activity: 0, noise: FIRST_NOISE, at: now };
    const elapsed = Math.max(0, now - voice.at);
    const noise = Math.min(decibels, voice.noise + (NOISE_RISE * elapsed) / 1000, LOUDEST_NOISE);
    const weight = Math.exp(-elapsed / MEMORY);
    const activity = voice.activity * weight + loudness(decibels, noise) * (1 - weight);
    this.#voices.set(id, { activity, noise, at: now });
    this.#choose(now);
  }

  remove(id: Id): void {
    this.#voices.delete(id);
    if (this.#current === id) this.#current = undefined;
  }

  #choose(now: number): void {
    if (this.#current !== undefined && now - this.#since < SHORTEST_TURN) return;
    const present = this.#current === undefined ? 0 : this.#activity(this.#current, now) + LEAD;
    let most = Math.max(TALKING, present);
    let next = this.#current;
    for (const id of this.#voices.keys()) {
      const activity = this.#activity(id, now);
      if (id === this.#current || activity <= most) continue;
      most = activity;
      next = id;
    }
    if (next === this.#current) return;
    this.#current = next;
    this.#since = now;
  }

  /** Who is muted sends nothing, and is silent. */
  #activity(id: Id, now: number): number {
    const voice = this.#voices.get(id);
    return voice === undefined ? 0 : voice.activity * Math.exp(-Math.max(0, now - voice.at) / MEMORY);
  }
}

/** From 0, no speech, to 1. Somebody who speaks softly talks as well. */
function loudness(decibels: number, noise: number): number {
  if (decibels < Math.max(QUIETEST, noise + ABOVE_NOISE)) return 0;
  const share = (decibels - QUIETEST) / (LOUDEST - QUIETEST);
  return 0.5 + 0.5 * Math.min(1, share);
}

import { bytesToHex } from "../../trust/bytes.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import type { PeerId } from "./messages.ts";

/** A device that continues in the place of another, on the word of that other one alone. */
export interface Appointment {
  readonly from: Fingerprint;
  readonly to: Fingerprint;
  /** The place in the call that it takes. */
  readonly place: PeerId;
}

/** From the word to the new device's own: it has a room to enter and everybody's hand to shake. Milliseconds. */
const PATIENCE = 30_000;
/** More moves than anybody makes in one call. */
const MAX_MOVES = 64;

/**
 * Who in a call has moved to which device. A device speaks for itself only: whom it appoints takes its own place, and nobody
 * else's, once. Handlers in, answers out; no clock, no network.
 */
export class Succession {
  /** By the fingerprint of the new device in hexadecimal. */
  readonly #appointments = new Map<string, Appointment & { readonly at: number }>();
  /** Of those who have moved: the device that they were first known by. */
  readonly #origins = new Map<string, Fingerprint>();
  /** Of those who have moved: the place that they have instead of their own. */
  readonly #places = new Map<PeerId, PeerId>();

  /** The device at `place` says who continues there. What it said before holds no more. False where there is no end of it. */
  appoint(appointment: Appointment, now: number): boolean {
    const { from, to } = appointment;
    if (sameFingerprint(from, to) || this.#places.size >= MAX_MOVES) return false;
    for (const [key, earlier] of this.#appointments)
      if (sameFingerprint(earlier.from, from)) this.#appointments.delete(key);
    this.#appointments.set(bytesToHex(to), { ...appointment, at: now });
    return true;
  }

  /** On whose word that device may come in, and for whom. */
  appointmentOf(to: Fingerprint, now: number): Appointment | undefined {
    const appointment = this.#appointments.get(bytesToHex(to));
    return appointment !== undefined && now - appointment.at <= PATIENCE ? appointment : undefined;
  }

  /** Whether somebody is on the way to that place, and whoever had it has only gone to make room. */
  isAwaitedAt(place: PeerId, now: number): boolean {
    return [...this.#appointments.values()].some(
      (appointment) => appointment.place === place && now - appointment.at <= PATIENCE,
    );
  }

  /** The device is here, as `own`, and takes the place that was promised to it. The word is used up. */
  settle(to: Fingerprint, own: PeerId, now: number): Appointment | undefined {
    const appointment = this.appointmentOf(to, now);
    if (appointment === undefined) return undefined;
    const key = bytesToHex(to);
    this.#appointments.delete(key);
    const origin = this.originOf(appointment.from) ?? appointment.from;
    // Back on the device where they began, they have not moved at all.
    if (sameFingerprint(origin, to)) this.#origins.delete(key);
    else this.#origins.set(key, origin);
    this.#places.set(own, appointment.place);
    return appointment;
  }

  /** The place of a device by its own name: its own, or the one that it has taken. */
  placeOf(own: PeerId): PeerId {
    return this.#places.get(own) ?? own;
  }

  /** The device that somebody was first known by, if it is not this one. */
  originOf(fingerprint: Fingerprint): Fingerprint | undefined {
    return this.#origins.get(bytesToHex(fingerprint));
  }
}

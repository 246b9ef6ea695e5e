/** A camera, microphone or loudspeaker that can be chosen. */
export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
}

/**
 * opening: the browser is being asked · on: delivers · off: turned off by its owner · missing: there is none ·
 * refused: permission was denied · blocked: the system does not let the browser · busy: another program holds it · lost: it was there and is gone.
 */
export type DeviceStatus = "opening" | "on" | "off" | "missing" | "refused" | "blocked" | "busy" | "lost";

/** Another device is used until the wanted one is back. */
export interface StandIn {
  readonly kind: "camera" | "microphone" | "speaker";
  /** What the wanted one is called. */
  readonly gone: string;
}

/** One's own devices; a new object with every change. */
export interface DeviceState {
  readonly camera: DeviceStatus;
  readonly microphone: DeviceStatus;
  readonly cameras: readonly DeviceChoice[];
  readonly microphones: readonly DeviceChoice[];
  /** Empty where the browser chooses the loudspeaker. */
  readonly speakers: readonly DeviceChoice[];
  readonly cameraId: string | undefined;
  readonly microphoneId: string | undefined;
  /** Of the loudspeaker; empty for the browser's choice. */
  readonly speakerId: string;
  /** For the own picture; undefined while the camera delivers nothing. */
  readonly cameraTrack: MediaStreamTrack | undefined;
  /** The microphone is on only for as long as a key is held. */
  readonly talking: boolean;
  readonly standIns: readonly StandIn[];
}

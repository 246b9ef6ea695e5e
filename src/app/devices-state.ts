/** A camera or microphone that can be chosen. */
export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
}

/**
 * opening: the browser is being asked · on: delivers · off: turned off by its owner · missing: there is none ·
 * refused: permission was denied · busy: another program holds it · lost: it was there and is gone.
 */
export type DeviceStatus = "opening" | "on" | "off" | "missing" | "refused" | "busy" | "lost";

/** One's own camera and microphone; a new object with every change. */
export interface DeviceState {
  readonly camera: DeviceStatus;
  readonly microphone: DeviceStatus;
  readonly cameras: readonly DeviceChoice[];
  readonly microphones: readonly DeviceChoice[];
  readonly cameraId: string | undefined;
  readonly microphoneId: string | undefined;
  /** For the own picture; undefined while the camera delivers nothing. */
  readonly cameraTrack: MediaStreamTrack | undefined;
}

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { unsafeSVG } from "lit/directives/unsafe-svg.js";
import activity from "lucide-static/icons/activity.svg?raw";
import bell from "lucide-static/icons/bell.svg?raw";
import chart from "lucide-static/icons/chart-line.svg?raw";
import check from "lucide-static/icons/check.svg?raw";
import chevronDown from "lucide-static/icons/chevron-down.svg?raw";
import copy from "lucide-static/icons/copy.svg?raw";
import download from "lucide-static/icons/download.svg?raw";
import ellipsis from "lucide-static/icons/ellipsis.svg?raw";
import eye from "lucide-static/icons/eye.svg?raw";
import file from "lucide-static/icons/file.svg?raw";
import gauge from "lucide-static/icons/gauge.svg?raw";
import headphones from "lucide-static/icons/headphones.svg?raw";
import keyboard from "lucide-static/icons/keyboard.svg?raw";
import layoutFree from "lucide-static/icons/layout-freeform.svg?raw";
import layoutGrid from "lucide-static/icons/layout-grid.svg?raw";
import lock from "lucide-static/icons/lock.svg?raw";
import message from "lucide-static/icons/message-square.svg?raw";
import mic from "lucide-static/icons/mic.svg?raw";
import micOff from "lucide-static/icons/mic-off.svg?raw";
import monitorDown from "lucide-static/icons/monitor-down.svg?raw";
import monitorSmartphone from "lucide-static/icons/monitor-smartphone.svg?raw";
import moveAll from "lucide-static/icons/move.svg?raw";
import panelRight from "lucide-static/icons/panel-right.svg?raw";
import paperclip from "lucide-static/icons/paperclip.svg?raw";
import pointer from "lucide-static/icons/pencil.svg?raw";
import phone from "lucide-static/icons/phone.svg?raw";
import phoneIncoming from "lucide-static/icons/phone-incoming.svg?raw";
import phoneMissed from "lucide-static/icons/phone-missed.svg?raw";
import phoneOff from "lucide-static/icons/phone-off.svg?raw";
import phoneOutgoing from "lucide-static/icons/phone-outgoing.svg?raw";
import pictureInPicture from "lucide-static/icons/picture-in-picture-2.svg?raw";
import pin from "lucide-static/icons/pin.svg?raw";
import pinOff from "lucide-static/icons/pin-off.svg?raw";
import presentation from "lucide-static/icons/presentation.svg?raw";
import qrCode from "lucide-static/icons/qr-code.svg?raw";
import refresh from "lucide-static/icons/refresh-cw.svg?raw";
import scaling from "lucide-static/icons/scaling.svg?raw";
import scan from "lucide-static/icons/scan-qr-code.svg?raw";
import screenShare from "lucide-static/icons/screen-share.svg?raw";
import screenShareOff from "lucide-static/icons/screen-share-off.svg?raw";
import send from "lucide-static/icons/send-horizontal.svg?raw";
import settings from "lucide-static/icons/settings.svg?raw";
import share from "lucide-static/icons/share-2.svg?raw";
import shieldAlert from "lucide-static/icons/shield-alert.svg?raw";
import shieldCheck from "lucide-static/icons/shield-check.svg?raw";
import signalLow from "lucide-static/icons/signal-low.svg?raw";
import signalMedium from "lucide-static/icons/signal-medium.svg?raw";
import sliders from "lucide-static/icons/sliders-horizontal.svg?raw";
import trash from "lucide-static/icons/trash-2.svg?raw";
import alert from "lucide-static/icons/triangle-alert.svg?raw";
import userRound from "lucide-static/icons/user-round.svg?raw";
import usersRound from "lucide-static/icons/users-round.svg?raw";
import video from "lucide-static/icons/video.svg?raw";
import videoOff from "lucide-static/icons/video-off.svg?raw";
import volume from "lucide-static/icons/volume-2.svg?raw";
import wifiOff from "lucide-static/icons/wifi-off.svg?raw";
import x from "lucide-static/icons/x.svg?raw";

const icons = {
  attach: paperclip,
  chat: message,
  file,
  send,
  alert,
  bell,
  call: phone,
  "call-made": phoneOutgoing,
  "call-missed": phoneMissed,
  "call-taken": phoneIncoming,
  check,
  "check-device": activity,
  close: x,
  copy,
  devices: monitorSmartphone,
  expand: chevronDown,
  "layout-free": layoutFree,
  "layout-grid": layoutGrid,
  "layout-presentation": presentation,
  "layout-speaker": panelRight,
  install: monitorDown,
  keyboard,
  leave: phoneOff,
  lock,
  lookalike: shieldAlert,
  microphone: mic,
  "microphone-off": micOff,
  more: ellipsis,
  move: moveAll,
  offline: wifiOff,
  options: sliders,
  paired: shieldCheck,
  people: usersRound,
  person: userRound,
  "picture-in-picture": pictureInPicture,
  pin,
  point: pointer,
  qr: qrCode,
  remove: trash,
  resize: scaling,
  save: download,
  saver: gauge,
  scan,
  screen: screenShare,
  "screen-off": screenShareOff,
  settings,
  share,
  sound: headphones,
  speaker: volume,
  statistics: chart,
  "signal-fair": signalMedium,
  "signal-poor": signalLow,
  unpin: pinOff,
  update: refresh,
  video,
  "video-off": videoOff,
  watching: eye,
} as const;

export type IconName = keyof typeof icons;

/** The drawing by itself, for where there are no elements of ours. */
export function iconMarkup(name: IconName): TemplateResult {
  return html`${unsafeSVG(icons[name])}`;
}

/** An icon in the colour and size of the text around it. Decoration: the words beside it carry the meaning. */
export class KithIcon extends LitElement {
  static override properties = { name: {} };
  static override styles = css`
    :host {
      display: inline-flex;
      flex: none;
    }

    svg {
      inline-size: 1.25em;
      block-size: 1.25em;
    }
  `;

  declare name: IconName;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ariaHidden = "true";
  }

  // The markup comes from the build and never from outside, so it may be parsed as it is.
  protected override render(): TemplateResult | typeof nothing {
    return this.name in icons ? html`${unsafeSVG(icons[this.name])}` : nothing;
  }
}

customElements.define("kith-icon", KithIcon);

declare global {
  interface HTMLElementTagNameMap {
    "kith-icon": KithIcon;
  }
}

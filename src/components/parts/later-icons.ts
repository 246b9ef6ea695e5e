import chart from "lucide-static/icons/chart-line.svg?raw";
import check from "lucide-static/icons/check.svg?raw";
import chevronDown from "lucide-static/icons/chevron-down.svg?raw";
import copy from "lucide-static/icons/copy.svg?raw";
import download from "lucide-static/icons/download.svg?raw";
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
import moveAll from "lucide-static/icons/move.svg?raw";
import panelRight from "lucide-static/icons/panel-right.svg?raw";
import paperclip from "lucide-static/icons/paperclip.svg?raw";
import pointer from "lucide-static/icons/pencil.svg?raw";
import phoneOff from "lucide-static/icons/phone-off.svg?raw";
import pictureInPicture from "lucide-static/icons/picture-in-picture-2.svg?raw";
import pin from "lucide-static/icons/pin.svg?raw";
import pinOff from "lucide-static/icons/pin-off.svg?raw";
import presentation from "lucide-static/icons/presentation.svg?raw";
import qrCode from "lucide-static/icons/qr-code.svg?raw";
import scaling from "lucide-static/icons/scaling.svg?raw";
import screenShare from "lucide-static/icons/screen-share.svg?raw";
import screenShareOff from "lucide-static/icons/screen-share-off.svg?raw";
import send from "lucide-static/icons/send-horizontal.svg?raw";
import settings from "lucide-static/icons/settings.svg?raw";
import share from "lucide-static/icons/share-2.svg?raw";
import signalLow from "lucide-static/icons/signal-low.svg?raw";
import signalMedium from "lucide-static/icons/signal-medium.svg?raw";
import userRound from "lucide-static/icons/user-round.svg?raw";
import videoOff from "lucide-static/icons/video-off.svg?raw";
import volume from "lucide-static/icons/volume-2.svg?raw";
import { addIcons } from "./icon.ts";

/** The drawings of all other screens. */
export const laterIcons = {
  attach: paperclip,
  chat: message,
  file,
  send,
  check,
  copy,
  expand: chevronDown,
  "layout-free": layoutFree,
  "layout-grid": layoutGrid,
  "layout-presentation": presentation,
  "layout-speaker": panelRight,
  keyboard,
  leave: phoneOff,
  lock,
  microphone: mic,
  "microphone-off": micOff,
  move: moveAll,
  person: userRound,
  "picture-in-picture": pictureInPicture,
  pin,
  point: pointer,
  qr: qrCode,
  resize: scaling,
  save: download,
  saver: gauge,
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
  "video-off": videoOff,
  watching: eye,
} as const;

addIcons(laterIcons);

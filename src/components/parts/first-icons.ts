import activity from "lucide-static/icons/activity.svg?raw";
import bell from "lucide-static/icons/bell.svg?raw";
import ellipsis from "lucide-static/icons/ellipsis.svg?raw";
import monitorDown from "lucide-static/icons/monitor-down.svg?raw";
import monitorSmartphone from "lucide-static/icons/monitor-smartphone.svg?raw";
import phone from "lucide-static/icons/phone.svg?raw";
import phoneIncoming from "lucide-static/icons/phone-incoming.svg?raw";
import phoneMissed from "lucide-static/icons/phone-missed.svg?raw";
import phoneOutgoing from "lucide-static/icons/phone-outgoing.svg?raw";
import refresh from "lucide-static/icons/refresh-cw.svg?raw";
import shieldCheck from "lucide-static/icons/shield-check.svg?raw";
import trash from "lucide-static/icons/trash-2.svg?raw";
import alert from "lucide-static/icons/triangle-alert.svg?raw";
import usersRound from "lucide-static/icons/users-round.svg?raw";
import video from "lucide-static/icons/video.svg?raw";
import wifiOff from "lucide-static/icons/wifi-off.svg?raw";
import x from "lucide-static/icons/x.svg?raw";

/** The drawings of the first screen. */
export const firstIcons = {
  alert,
  bell,
  call: phone,
  "call-made": phoneOutgoing,
  "call-missed": phoneMissed,
  "call-taken": phoneIncoming,
  "check-device": activity,
  close: x,
  devices: monitorSmartphone,
  install: monitorDown,
  more: ellipsis,
  offline: wifiOff,
  paired: shieldCheck,
  people: usersRound,
  remove: trash,
  update: refresh,
  video,
} as const;

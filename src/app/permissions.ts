/* What a screen needs to know of permissions, on the floor where screens may ask. */
export { isGranted, type PermissionName, type Permissions, permissionNames } from "../trust/permissions.ts";

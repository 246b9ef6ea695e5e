/** Ids of the one-byte RTP header extensions (RFC 8285), shared by those who build packets and those who peek. */
export const ExtensionId = { marking: 1, sendTime: 2 } as const;

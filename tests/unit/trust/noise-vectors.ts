import { KK, type NoisePattern, XXpsk3 } from "../../../src/trust/noise-patterns.ts";

// Published by the Noise implementation Cacophony, for 25519, AESGCM and SHA256: the patterns in use, and their relatives
// that run over the same primitives. Keys, prologue and payloads are the same in all of them.

/** In hexadecimal. */
export const common = {
  prologue: "4a6f686e2047616c74",
  psk: "54686973206973206d7920417573747269616e20706572737065637469766521",
  initiatorStatic: "e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1",
  responderStatic: "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
  initiatorEphemeral: "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a",
  responderEphemeral: "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b",
  payloads: [
    "4c756477696720766f6e204d69736573",
    "4d757272617920526f746862617264",
    "462e20412e20486179656b",
    "4361726c204d656e676572",
    "4a65616e2d426170746973746520536179",
    "457567656e2042f6686d20766f6e2042617765726b",
  ],
} as const;

export interface NoiseVector {
  readonly pattern: NoisePattern;
  readonly handshakeHash: string;
  /** Written in turn: the handshake's first, then records behind it. */
  readonly messages: readonly string[];
}

const neither = { initiator: false, responder: false };
const responder = { initiator: false, responder: true };
const both = { initiator: true, responder: true };

const XX: NoisePattern = {
  name: "XX",
  known: neither,
  messages: [["e"], ["e", "ee", "s", "es"], ["s", "se"]],
};
const XK: NoisePattern = {
  name: "XK",
  known: responder,
  messages: [
    ["e", "es"],
    ["e", "ee"],
    ["s", "se"],
  ],
};
const IK: NoisePattern = {
  name: "IK",
  known: responder,
  messages: [
    ["e", "es", "s", "ss"],
    ["e", "ee", "se"],
  ],
};
const IKpsk2: NoisePattern = {
  name: "IKpsk2",
  known: responder,
  messages: [
    ["e", "es", "s", "ss"],
    ["e", "ee", "se", "psk"],
  ],
};
const KKpsk0: NoisePattern = {
  name: "KKpsk0",
  known: both,
  messages: [
    ["psk", "e", "es", "ss"],
    ["e", "ee", "se"],
  ],
};
const KKpsk2: NoisePattern = {
  name: "KKpsk2",
  known: both,
  messages: [
    ["e", "es", "ss"],
    ["e", "ee", "se", "psk"],
  ],
};

export const vectors: readonly NoiseVector[] = [
  {
    pattern: KK,
    handshakeHash: "c03693acd830588fac76dd414c9e100e8c601d27511de855100239f7705fa3f2",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79448564738a841228e693caeec4c497a8bd562231c3e51a1f03c4fd45dfe3a67870",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843b94504c4d83506f5dd2568b68490eba8ed6f9cf2cca194a273c56d7ae3c558",
      "6a5c10a201d4e3a08f79f64949e55731f774913a4d949bda3fcebf",
      "4e8a1bf06926fdd74e2f516e2b0c11cc1dc3387fadeb75389d4342",
      "c1df7194ca8ea51d4dd99059bc9b90288112d47237d8481f1773fb26a31629a05c",
      "3edba4feaf590ee88dd8f5fba51db4bee651cf41afd410fe476c524ac9b1db24252fc55ff8",
    ],
  },
  {
    pattern: XK,
    handshakeHash: "4f5a40e425d3adcdb2c715d988e4ef8763ed0f8aa0fe78e2d2879d71b2d38186",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944e11634ba393ac9f93896f767741fe7297c64b52a95b20bc07a8c5983eb100a5e",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843aabea6c8883a5a6de7804420322c70994289ffe724df10411be50430b113da",
      "99e0eed98437100ab575e5aa157f20ae23f024a43c58628646991c47e81e64af9c46165872069c5794e99a6d116142986f3b803df2a6c12f39702f669d5d7818511d6b41218f19cea974ea",
      "c0502067840ee81f03a76badcc8c4264847069452a9f7531d74f68",
      "e2ce8208bd0c04c6ad779ae52b429d8cb6128a245297857e2c593576c75098b071",
      "5b75e02c3584b6b202de94cc05d6063970c9da7e67283c258820381207706cd767b5b1152d",
    ],
  },
  {
    pattern: IK,
    handshakeHash: "669c8640d9e42a3cda2f232f78597ceefb01daa6e3df81181ccce6fc6b5026bf",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79444e417bc55c7a8166c993356c1be41ef67818a292426f301556c7f26b21d25ddb097153891a9a956cff47b83e63ad8d701c1342c209cff1ca5ecd43402762ac249e3bd3a4c0a145fe07cb5dae28ea13a3",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843af2ccf9972e22afc67aeafcd25162f7f98c363b7762e3e4cb7d272e39f27a5",
      "66acfc92e3197de166809e6d4d5d003dcc819a84bc3522ca53c9d9",
      "71f89aa6533a6de70b0826864dd75f60806ee40170c16290189eb3",
      "4795a3423550c8bf00386bd496a3e2c76c10669d2a75ab8f79b5094c5412a25705",
      "aa0bb39097555c918e40be82abc2b909eb79d9eb87adb07e268fc37323a6cf904fd01fb391",
    ],
  },
  {
    pattern: XX,
    handshakeHash: "1b7aefb1125762aa21a252890d00af54519638b76437444538f9a52f21e2e0dc",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79444c756477696720766f6e204d69736573",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843757117acceb05bd7a45733bc22015c97a9d0cbaf41b80446d5988ff5127235d76b79eade70f473d6a4ef521fdcbeda5340d01e028ba793fc059f2724a83af05f12dda0448a7621a926b379a92477fd",
      "c90f1cf77eba4e50edb038991565e36c9758943a989229b6051244dc4fbecb6946744b401af2ee1a5881b65fbb87fd07cb6a328ececc9ce6ce84c399dc332d4fd521fa4bb7f467ce909395",
      "bc3fa77f6aca3e8466d7dc6bea10013e88a6a29add5132b461806c",
      "250b01074cdfe0df2ecf8ccbf1737b15a2ddb5b52fd9a396604e9c793cee3b3bb9",
      "449d4d433b3cdc3d02bf6fc881774b9df54366ebcffb9689bb13f14709822cd7ef42bcdb4d",
    ],
  },
  {
    pattern: XXpsk3,
    handshakeHash: "033c8317037cb66a83308d5ae57ebbbea254e7ef2267f296c40baa4beaae4fcc",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944ad6766e442bec99c94ff573cd5316da008cbcc1ebcf47fbe43991ed633bcbb75",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f14480884336a2439b0bafb5e97fee2c19b6f9f741125f810ad98e7e9659c48ca3e19652d316d1121073a281e0402b7bc1acb476caa1e7308faad7f75337b30f12435c98303cac63cac1d69ac11f2e1971e138ac",
      "2504a7905dbd6a56820581eb314085df196fda55aa5e77745d61c0b526355733d5ee67b9a4f345be7dc7c6583d3807626eb0f42c69388955ff0c9f35b03951129db18848a76f6a4d270022",
      "b20ca762013411bc55d65fc7137a2e719d432cd549cb037f5e9c84",
      "6b10e774950e93bc7cc50f225a105e656eb418310c00c374a81c1452b48cb12000",
      "6d617e8fd817a630755b8dffdee52ad3c39964bdca895a56847fd5f1edb49d14f555cc314b",
    ],
  },
  {
    pattern: KKpsk0,
    handshakeHash: "574508da75f9e5a1c25707190adc49e63c754ec27a4183d9e6acc312e076613a",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79441f33bde990995eea7167375d6b68e2a7fa07887dd4f0f21023317d7b04fb0a67",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843e3502578269a63176a4e59632b20df3393996180e261048266e49c0c0d9240",
      "a08f4d4f142f605e9b30daa66784552576b30265889139b97f15cf",
      "5871e43af881754e8ba7def42a69c23bfc9f7d47c3c1009f8ed986",
      "9e20a696864cb0e321197abcd721538c2155073c14313c3fa243a65fef13eb0e79",
      "c4fa90a3f3e7524bdf5dce131ad0b67a0fa1eedd30f717a42596bef8f53d369b5dc94ce508",
    ],
  },
  {
    pattern: KKpsk2,
    handshakeHash: "1d2be5b73c43962fa87db816e6b5a73a0d67053e29b3d89fcee6ae299b5a5c1f",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c794483cf298f1bfed916ea20d8f528bd30670670c7245e236a68f021b5a521d8bf31",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f14480884332b32e0f483ae58a9c36e93390a9c2238918bda6ae0ebfe48a400b8f565f5f",
      "f7cf1f47885fa5ff7cefecf3db3066f89b996834069b8f1517c55a",
      "ce7de28a6b54b559d3db2f7482f1be3264a62165f12a73e377ebde",
      "da4173c5aa84756d0eab64adfbe81f10538b099966897771a071502ee2899e2fbd",
      "1a1e3408acea689f5cced09b246e13e68e1ce146e8f1b3478482593b988587be99ba7595d2",
    ],
  },
  {
    pattern: IKpsk2,
    handshakeHash: "48c3f1eb397c797af6b139032c6074cb41282ff033ee25d5aee4a4badd3a2c3f",
    messages: [
      "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c79445a1baf339186d7867062b0dd31f5de322d370165d217939b2b7ed9e2bae7840458ea65c2ce1554e0e8077fe7334c4bd514c658fd04d97b86d216f58f59714a7e24144155045c8f36bed85a2cb0fd9af7",
      "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f1448088432fe8d675e949799d2a968211a66cc7ba2b0f4cad8eda3c2bd37eae737bbf88",
      "38cbf3835c78b7802df0dd0d9640ff8575debd0cb61cfb52590da1",
      "ffc365ff6955fc66c5d809b31ac995f812c5770bd29f0df12f0ffd",
      "a7f2828174c4ead2491ffeb77c41c890fd1229ee36f23ccb9066a795daff1cad6b",
      "3b86963d5c0e6e3b4153d77153836606393eefc4e5e6dae97796552d1265839ee3825cb80c",
    ],
  },
];

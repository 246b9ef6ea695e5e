import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeFrame, FrameReader, PARAMETERS, PING } from "../../../../src/transport/qmux/frames.ts";
import { decodeParameters, encodeParameters } from "../../../../src/transport/qmux/parameters.ts";
import { WireError } from "../../../../src/transport/wire/error.ts";
import { socketWindows } from "../../../../src/transport/wire/limits.ts";
import { wireError } from "../../../fakes/errors.ts";
import { framesOf, relayFrames } from "../../../fakes/fake-socket.ts";

const number = fc.maxSafeNat();
const bytes = fc.uint8Array({ maxLength: 300 });

test("the library reads what is written here", () => {
  fc.assert(
    fc.property(number, number, number, bytes, (id, offset, code, data) => {
      const { length } = data;
      const stream = { type: "stream", id, offset, data: length };
      expect(framesOf(encodeFrame(0x0c, [id, offset], data))).toEqual([{ ...stream, fin: false }]);
      expect(framesOf(encodeFrame(0x0d, [id, offset], data))).toEqual([{ ...stream, fin: true }]);
      expect(framesOf(encodeFrame(0x04, [id, code, offset]))).toEqual([
        { type: "reset_stream", id, code, finalSize: offset },
      ]);
      expect(framesOf(encodeFrame(0x05, [id, code]))).toEqual([{ type: "stop_sending", id, code }]);
      expect(framesOf(encodeFrame(0x11, [id, offset]))).toEqual([
        { type: "max_stream_data", id, max: offset },
      ]);
      expect(framesOf(encodeFrame(0x30, [], data))).toEqual([
        { type: "datagram", data: length, lengthPrefixed: false },
      ]);
      expect(framesOf(encodeFrame(PING, [code]))).toEqual([{ type: "ping_request", sequence: code }]);
    }),
  );
});

test("what the library writes is read here", () => {
  fc.assert(
    fc.property(number, number, bytes, (id, offset, data) => {
      const reader = new FrameReader(relayFrames.stream(id, data, offset, true));
      expect([reader.name(), reader.number(), reader.number()]).toEqual([0x0f, id, offset]);
      expect(reader.bytes(reader.number())).toEqual(data);
      expect(reader.rest).toBe(0);
    }),
  );
  expect(new FrameReader(relayFrames.ping(1)).name()).toBe(PING);
});

test.each([
  ["nothing", [], (reader: FrameReader) => reader.number()],
  ["half a number", [0x40], (reader: FrameReader) => reader.number()],
  ["a number past 2^53", [0xff, 1, 2, 3, 4, 5, 6, 7], (reader: FrameReader) => reader.number()],
  ["half a name", [0xff, 1], (reader: FrameReader) => reader.name()],
  ["bytes that are not there", [1, 2, 3], (reader: FrameReader) => reader.bytes(4)],
])("refuses %s", (_, record, read) => {
  expect(() => read(new FrameReader(Uint8Array.from(record)))).toThrow(WireError);
});

test("the library reads what this end takes: all that a call with its data needs", () => {
  expect(framesOf(encodeParameters())).toMatchObject([
    {
      params: {
        initialMaxData: BigInt(socketWindows.session),
        initialMaxStreamDataBidiLocal: BigInt(socketWindows.stream),
        initialMaxStreamDataUni: BigInt(socketWindows.stream),
        initialMaxStreamsBidi: 0n,
        initialMaxStreamsUni: 100n,
        maxDatagramFrameSize: 16_382n,
        maxRecordSize: 16_382n,
        resetStreamAt: false,
      },
    },
  ]);
});

test("reads what the relay takes, and passes over what it does not know", () => {
  const reader = new FrameReader(
    relayFrames.parameters({
      initialMaxData: 1n,
      initialMaxStreamDataBidiRemote: 2n,
      initialMaxStreamDataUni: 3n,
      initialMaxStreamsBidi: 4n,
      initialMaxStreamsUni: 5n,
      maxDatagramFrameSize: 6n,
      resetStreamAt: true,
    }),
  );
  expect(reader.name()).toBe(PARAMETERS);
  expect(decodeParameters(reader.bytes(reader.number()))).toEqual({
    data: 1,
    exchangeData: 2,
    streamData: 3,
    exchanges: 4,
    streams: 5,
    datagram: 6,
  });
  expect(decodeParameters(new Uint8Array(0)), "all are 0 where nothing is said").toMatchObject({
    streams: 0,
  });
  expect(() => decodeParameters(Uint8Array.of(4, 200))).toThrow(wireError("malformed"));
});

/** A value of a GGUF key: its type in the file's words, and what it is. */
export type GgufValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'uint32' | 'float32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'floats' | 'ints'; readonly value: readonly number[] };

/** A tensor of 32-bit floats; `shape` begins with the dimension that lies closest together. */
export interface GgufTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Numbers of the value types in GGUF files (ggml, docs/gguf.md). */
const TYPE = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 };
const VERSION = 3;
const ALIGNMENT = 32;
const F32 = 0;

/** The bytes of a GGUF file, version 3, little endian: equal input gives equal bytes. */
export function ggufFile(keys: Readonly<Record<string, GgufValue>>, tensors: readonly GgufTensor[]): Buffer {
  const head: Buffer[] = [
    Buffer.from('GGUF', 'latin1'),
    uint32(VERSION),
    uint64(tensors.length),
    uint64(Object.keys(keys).length),
  ];
  for (const [key, value] of Object.entries(keys)) head.push(text(key), encoded(value));
  let offset = 0;
  const bodies: Buffer[] = [];
  for (const { name, shape, data } of tensors) {
    head.push(text(name), uint32(shape.length), ...shape.map(uint64), uint32(F32), uint64(offset));
    const body = aligned(floats([...data]));
    bodies.push(body);
    offset += body.length;
  }
  return Buffer.concat([aligned(Buffer.concat(head)), ...bodies]);
}

function encoded(value: GgufValue): Buffer {
  switch (value.type) {
    case 'string':
      return Buffer.concat([uint32(TYPE.string), text(value.value)]);
    case 'uint32':
      return Buffer.concat([uint32(TYPE.uint32), uint32(value.value)]);
    case 'float32':
      return Buffer.concat([uint32(TYPE.float32), floats([value.value])]);
    case 'bool':
      return Buffer.concat([uint32(TYPE.bool), Buffer.from([value.value ? 1 : 0])]);
    case 'strings':
      return array(TYPE.string, value.value.length, Buffer.concat(value.value.map(text)));
    case 'floats':
      return array(TYPE.float32, value.value.length, floats(value.value));
    case 'ints':
      return array(TYPE.int32, value.value.length, Buffer.concat(value.value.map(uint32)));
  }
}

function array(type: number, length: number, body: Buffer): Buffer {
  return Buffer.concat([uint32(TYPE.array), uint32(type), uint64(length), body]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function floats(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeFloatLE(value, at * 4);
  return bytes;
}

function aligned(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);
}

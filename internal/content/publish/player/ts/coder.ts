// An adaptive binary range coder: numbers and small symbols in as few bytes as they
// deserve. It learns from what it codes, so that the regular steps from one question
// of a check to the next cost little. (The method is that of LZMA; the bytes are ours.)

const bits = 11; // of a probability
const speed = 4; // how fast it learns: the texts are short
const half = 1 << (bits - 1);

// The chances of a symbol of n bits, a tree of them for each of some contexts.
export class Model {
  readonly chances: Uint16Array;
  constructor(readonly width: number, contexts = 1) {
    this.chances = new Uint16Array(contexts << width).fill(half);
  }
}

export class Encoder {
  private low = 0;
  private range = 0xffffffff;
  private cache = 0;
  private pending = 0;
  private readonly out: number[] = [];

  symbol(m: Model, value: number, context = 0): void {
    let node = 1;
    for (let i = m.width - 1; i >= 0; i--) {
      const bit = (value >>> i) & 1;
      this.bit(m.chances, (context << m.width) + node, bit);
      node = node * 2 + bit;
    }
  }

  // The last n bits of a value, which no chance foretells.
  plain(value: number, n: number): void {
    for (let i = n - 1; i >= 0; i--) {
      this.range = this.range >>> 1;
      if ((value >>> i) & 1) this.low += this.range;
      this.settle();
    }
  }

  bytes(): number[] {
    for (let i = 0; i < 5; i++) this.shift();
    return this.out.slice(1); // the first is always 0
  }

  private bit(chances: Uint16Array, at: number, bit: number): void {
    const bound = (this.range >>> bits) * chances[at];
    if (bit) {
      this.low += bound;
      this.range -= bound;
      chances[at] -= chances[at] >>> speed;
    } else {
      this.range = bound;
      chances[at] += ((1 << bits) - chances[at]) >>> speed;
    }
    this.settle();
  }

  private settle(): void {
    while (this.range < 0x1000000) {
      this.range = (this.range << 8) >>> 0;
      this.shift();
    }
  }

  private shift(): void {
    const carry = this.low >= 0x100000000 ? 1 : 0;
    if (carry || this.low < 0xff000000) {
      this.out.push((this.cache + carry) & 0xff);
      for (; this.pending > 0; this.pending--) this.out.push((0xff + carry) & 0xff);
      this.cache = Math.floor(this.low / 0x1000000) & 0xff;
    } else this.pending++;
    this.low = (this.low % 0x1000000) * 0x100;
  }
}

export class Decoder {
  private range = 0xffffffff;
  private code = 0;
  private at = 0;

  constructor(private readonly data: ArrayLike<number>) {
    for (let i = 0; i < 4; i++) this.code = ((this.code << 8) | this.next()) >>> 0;
  }

  // Whether more was read than there is: the data is not what an encoder gave.
  get beyond(): boolean {
    return this.at > this.data.length;
  }

  symbol(m: Model, context = 0): number {
    let node = 1;
    for (let i = 0; i < m.width; i++) node = node * 2 + this.bit(m.chances, (context << m.width) + node);
    return node - (1 << m.width);
  }

  plain(n: number): number {
    let value = 0;
    for (let i = 0; i < n; i++) {
      this.range = this.range >>> 1;
      const bit = this.code >= this.range ? 1 : 0;
      if (bit) this.code = (this.code - this.range) >>> 0;
      value = value * 2 + bit;
      this.settle();
    }
    return value;
  }

  private bit(chances: Uint16Array, at: number): number {
    const bound = (this.range >>> bits) * chances[at];
    let bit = 0;
    if (this.code < bound) {
      this.range = bound;
      chances[at] += ((1 << bits) - chances[at]) >>> speed;
    } else {
      bit = 1;
      this.code = (this.code - bound) >>> 0;
      this.range -= bound;
      chances[at] -= chances[at] >>> speed;
    }
    this.settle();
    return bit;
  }

  private settle(): void {
    while (this.range < 0x1000000) {
      this.range = (this.range << 8) >>> 0;
      this.code = ((this.code << 8) | this.next()) >>> 0;
    }
  }

  private next(): number {
    return this.at < this.data.length ? this.data[this.at++] : (this.at++, 0);
  }
}

// Numbers of up to 31 bits: first how long it is, by how long the one before was; of
// the digits the first two are learnt, the rest stand as they are.
export class Numbers {
  private readonly lengths = new Model(5, 8);
  private readonly firsts = new Model(2, 32);
  private before = 0;

  put(to: Encoder, n: number): void {
    const length = n === 0 ? 0 : 32 - Math.clz32(n);
    to.symbol(this.lengths, length, Math.min(this.before, 7));
    this.before = length;
    if (length < 2) return;
    const rest = length - 1;
    const learnt = Math.min(rest, 2);
    to.symbol(this.firsts, ((n >>> (rest - learnt)) & ((1 << learnt) - 1)) << (2 - learnt), length);
    to.plain(n & ((1 << (rest - learnt)) - 1), rest - learnt);
  }

  take(from: Decoder): number {
    const length = from.symbol(this.lengths, Math.min(this.before, 7));
    this.before = length;
    if (length < 2) return length;
    const rest = length - 1;
    const learnt = Math.min(rest, 2);
    const first = from.symbol(this.firsts, length) >>> (2 - learnt);
    return (((1 << learnt) | first) << (rest - learnt)) | from.plain(rest - learnt);
  }
}

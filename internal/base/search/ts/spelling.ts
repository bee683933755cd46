// One slip of the fingers, as spelling.go has it.

/** Says whether two different words are one slip apart. */
export function oneSlip(a: string[], b: string[]): boolean {
  if (a.length > b.length) {
    [a, b] = [b, a]
  }
  if (b.length - a.length > 1) {
    return false
  }
  let i = 0
  while (i < a.length && a[i] === b[i]) {
    i++
  }
  if (a.length < b.length) {
    return isEqualFrom(a, i, b, i + 1)
  }
  return isEqualFrom(a, i + 1, b, i + 1) ||
    (i + 1 < a.length && a[i] === b[i + 1] && a[i + 1] === b[i] && isEqualFrom(a, i + 2, b, i + 2))
}

function isEqualFrom(a: string[], i: number, b: string[], j: number): boolean {
  if (a.length - i !== b.length - j) {
    return false
  }
  for (; i < a.length; i++, j++) {
    if (a[i] !== b[j]) {
      return false
    }
  }
  return true
}

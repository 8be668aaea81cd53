/** @param bytes - the 16 of an address @returns eight words in full: `2001:0db8:…` */
export function ipv6FromBytes(bytes: Buffer): string {
  return (bytes.toString('hex').match(/.{4}/g) ?? []).join(':');
}

/** @param ip - IPv6 in any form, without a zone @returns its 16 bytes */
export function ipv6ToBytes(ip: string): Buffer {
  // A URL has its host in hexadecimal words only, at most one run of zeros left out.
  const [head = '', tail = ''] = new URL(`http://[${ip}]`).hostname.slice(1, -1).split('::').map(wordsInFull);
  return Buffer.from(head + tail.padStart(32 - head.length, '0'), 'hex');
}

function wordsInFull(words: string): string {
  return words.replace(/\w+:?/g, (word) => word.replace(':', '').padStart(4, '0'));
}

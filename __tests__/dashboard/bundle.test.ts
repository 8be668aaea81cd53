import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';

const FOLDER = new URL('../../dist/dashboard/', import.meta.url);
const MOST = { js: 70 * 1024, css: 8 * 1024 };

describe('the dashboard as it is built', () => {
  const files = readdirSync(FOLDER);

  it.each(['js', 'css'] as const)('has one file of %s, small enough', (type) => {
    const found = files.filter((name) => name.endsWith(`.${type}`));
    expect(found).toEqual([expect.stringMatching(/^main-[A-Z0-9]{8}\./)]);
    const size = gzipSync(readFileSync(new URL(found[0] ?? '', FOLDER))).length;
    expect(size).toBeGreaterThan(1000);
    expect(size).toBeLessThan(MOST[type]);
  });

  it('has a page that names those, and nothing of another place', () => {
    const page = readFileSync(new URL('index.html', FOLDER), 'utf8');
    const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(named.filter((address) => !address.startsWith('data:'))).toEqual(
      expect.arrayContaining(
        files.filter((name) => /\.(js|css)$/.test(name)).map((name) => `/assets/${name}`),
      ),
    );
    expect(named.filter((address) => !/^(?:data:|\/assets\/)/.test(address))).toEqual([]);
  });
});

describe('the player of the simulator’s page as it is built', () => {
  const PLAYER = new URL('../../dist/player/', import.meta.url);
  const sizeOf = (name: string): number => gzipSync(readFileSync(new URL(name, PLAYER))).length;

  it('is a script and a style sheet, small enough', () => {
    expect(readdirSync(PLAYER).sort()).toEqual(['player.css', 'player.js']);
    expect(sizeOf('player.js')).toBeGreaterThan(1000);
    expect(sizeOf('player.js')).toBeLessThan(40 * 1024);
    expect(sizeOf('player.css')).toBeLessThan(4 * 1024);
  });

  it('can stand in a page, with the licences of what is in it, and asks for nothing', () => {
    const script = readFileSync(new URL('player.js', PLAYER), 'utf8');
    expect(script).not.toMatch(
      /<\/script|\]\]>|<!--|\bfetch\(|XMLHttpRequest|WebSocket|EventSource|\bimport\(/,
    );
    expect(script).toMatch(/^\/\*![^]*preact[^]*MIT License[^]*\*\//);
    expect(readFileSync(new URL('player.css', PLAYER), 'utf8')).not.toMatch(/url\(|@import/);
  });
});

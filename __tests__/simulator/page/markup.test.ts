import { describe, expect, it } from '@jest/globals';
import { escapeText, markup } from '../../../lib/simulator/page/markup.js';

describe('markup', () => {
  it('escapes text that is put in, in elements and in attributes', () => {
    const hostile = `"><script>alert('&')</script>`;
    expect(markup`<td title="${hostile}">${hostile}</td>`.text).toBe(
      '<td title="&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;">' +
        '&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</td>',
    );
  });

  it('takes markup as it is, also out of lists of lists', () => {
    const cells = ['a<b', 1].map((text) => markup`<td>${text}</td>`);
    expect(markup`<tr>${[cells, [markup`<td/>`]]}</tr>`.text).toBe('<tr><td>a&lt;b</td><td>1</td><td/></tr>');
  });

  it('makes nothing of undefined, and something of 0 and of empty text', () => {
    expect(markup`[${undefined}][${0}][${''}]`.text).toBe('[][0][]');
  });

  it('escapes only once', () => {
    expect(markup`${markup`${'&'}`}`.text).toBe('&amp;');
  });

  it('replaces what XML can’t hold, and keeps whole characters outside the first plane', () => {
    expect(escapeText('a\u0000b\u001bc\ud800d\uffffe')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
    expect(escapeText('😀\t\n')).toBe('😀\t\n');
  });
});

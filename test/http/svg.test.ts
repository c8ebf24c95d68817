import t from 'tap'
import { svg, words } from '../../src/http/pictures/svg.ts'

t.test('should escape what XML would read, and leave out what it cannot hold', async (t) => {
  t.equal(words(`Kent & "Medway" <'s>`), 'Kent &#38; &#34;Medway&#34; &#60;&#39;s&#62;')
  t.equal(words('a\u0000b\u0007c\u009fd\ufffee\ud800f\tg\nh'), 'abcdef g h')
  t.equal(words('Ynys Môn 🎓'), 'Ynys Môn 🎓')
  t.equal(
    svg('text', { x: 1 / 3, class: '"', y: undefined }, 'a', 'b'),
    '<text x="0.333" class="&#34;">ab</text>',
  )
  t.equal(svg('rect', {}), '<rect/>')
})

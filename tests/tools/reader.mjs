// Opens an EPUB in foliate-js in a headless Chromium of a phone's size, reads and taps, and prints what it saw as JSON.
// usage: node reader.mjs BOOK.epub FOLDER_FOR_PICTURES [light|dark] [chromium]
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const [book, folder, theme = 'light', chromium = '/usr/bin/chromium'] = process.argv.slice(2)
fs.mkdirSync(folder, { recursive: true })
const library = path.join(import.meta.dirname, 'node_modules/foliate-js')
const KINDS = { js: 'text/javascript', epub: 'application/epub+zip' }
const SHELL = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<style>html,body{margin:0;height:100%;background:Canvas;color:CanvasText}foliate-view{display:block;width:100vw;height:100vh}
.popup{position:fixed;left:0;right:0;bottom:0;width:100vw;height:45vh;background:Canvas;border-top:1px solid}</style>
<script type="module">
import '/foliate/view.js'
import { FootnoteHandler } from '/foliate/footnotes.js'
const view = document.createElement('foliate-view')
document.body.append(view)
window.view = view; window.popups = []; window.complaints = []
const notes = new FootnoteHandler()
view.addEventListener('link', event => { notes.handle(view.book, event)?.catch(error => window.complaints.push(String(error))) })
notes.addEventListener('before-render', event => {
    const popup = event.detail.view
    popup.classList.add('popup')
    popup.addEventListener('link', link => link.preventDefault())
    document.body.append(popup)
    popup.renderer.setAttribute('flow', 'scrolled')
    popup.renderer.setAttribute('margin', '12px')
})
notes.addEventListener('render', event => {
    const page = event.detail.view.renderer.getContents()[0].doc
    window.popups.push({ href: event.detail.href, type: event.detail.type, text: page.body.textContent.replace(/\\s+/g, '') })
})
try {
    const data = await (await fetch('/book.epub')).blob()
    await view.open(new File([data], 'book.epub', { type: 'application/epub+zip' }))
    for (const [name, value] of [['flow', 'paginated'], ['max-column-count', '1'], ['margin', '28px'], ['gap', '8%']])
        view.renderer.setAttribute(name, value)
    window.style = size => view.renderer.setStyles('html{font-size:' + size + 'px}')
    window.style(17)
    await view.renderer.next()
    window.ready = true
} catch (error) { window.failure = String(error.stack || error) }
</script>`

const server = http.createServer((request, response) => {
    const address = new URL(request.url, 'http://localhost').pathname
    if (address === '/') return response.setHeader('content-type', 'text/html').end(SHELL)
    const file = address === '/book.epub' ? book
        : address.startsWith('/foliate/') ? path.join(library, path.normalize(address.slice(8))) : null
    if (!file || !fs.existsSync(file)) { response.statusCode = 404; return response.end() }
    response.setHeader('content-type', KINDS[file.split('.').pop()] || 'application/octet-stream')
    fs.createReadStream(file).pipe(response)
}).listen(0, '127.0.0.1')
await new Promise(resolve => server.once('listening', resolve))
const origin = `http://127.0.0.1:${server.address().port}/`
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'reader-'))
const browser = await puppeteer.launch({
    executablePath: chromium, headless: true, userDataDir: profile,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
})
const seen = { outside: [], errors: [], missing: [] }
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds))

try {
    const page = await browser.newPage()
    const viewport = (width, height) => page.setViewport({ width, height, deviceScaleFactor: 2, isMobile: true, hasTouch: true })
    await viewport(390, 844)
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }])
    page.on('request', request => {
        if (!request.url().startsWith(origin) && !/^(blob|data|about):/.test(request.url())) seen.outside.push(request.url())
    })
    page.on('response', response => { if (response.status() >= 400) seen.missing.push(response.url().replace(origin, '/')) })
    page.on('pageerror', error => seen.errors.push(error.message))
    const begun = Date.now()
    await page.goto(origin)
    await page.waitForFunction('window.ready || window.failure', { timeout: 60000 })
    const failure = await page.evaluate('window.failure')
    if (failure) throw new Error(failure)
    seen.opened = Date.now() - begun
    Object.assign(seen, await page.evaluate(() => {
        const flat = (list, level = 1) => (list ?? []).flatMap(it => [{ level, label: it.label, href: it.href }, ...flat(it.subitems, level + 1)])
        return {
            title: view.book.metadata.title, language: view.book.metadata.language, sections: view.book.sections.length,
            contents: flat(view.book.toc), pages: flat(view.book.pageList).map(it => it.label),
            landmarks: (view.book.landmarks ?? []).map(it => it.type?.[0]),
        }
    }))
    // Every target of contents, landmarks and page list is there.
    seen.unresolved = await page.evaluate(async () => {
        const bad = []
        const look = async list => {
            for (const it of list ?? []) {
                try {
                    const { index, anchor } = view.resolveNavigation(it.href)
                    const page = await view.book.sections[index].createDocument()
                    if (it.href.includes('#') && !anchor(page)) bad.push(it.href)
                } catch (error) { bad.push(it.href + ' ' + error) }
                await look(it.subitems)
            }
        }
        for (const list of [view.book.toc, view.book.landmarks, view.book.pageList]) await look(list)
        return bad
    })

    const picture = name => page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) })
    const go = async target => { await page.evaluate(target => view.goTo(target), target); await pause(200) }
    const closed = () => page.evaluate(() => { document.querySelectorAll('.popup').forEach(it => { it.close(); it.remove() }); window.popups.length = 0 })
    // One colour for all that is read: the theme's own.
    seen.colours = []
    const coloured = async () => {
        const colours = await page.evaluate(() => {
            const { doc } = view.renderer.getContents()[0]
            return [...doc.body.querySelectorAll('*')].filter(it => it.textContent.trim()).map(it => doc.defaultView.getComputedStyle(it).color)
        })
        seen.colours = [...new Set([...seen.colours, ...colours])]
    }
    // No mark of a note begins a line.
    const alone = () => page.evaluate(() => {
        const { doc } = view.renderer.getContents()[0]
        return [...doc.querySelectorAll('a.mark')].filter(mark => {
            const range = doc.createRange()
            let before = mark.previousSibling
            while (before?.lastChild) before = before.lastChild
            if (!before || !before.length) return false
            range.setStart(before, before.length - 1); range.setEnd(before, before.length)
            const [character, own] = [range.getBoundingClientRect(), mark.getClientRects()[0]]
            return own.left < character.left && own.bottom > character.bottom + character.height / 2
        }).map(mark => mark.id)
    })
    seen.alone = []

    for (let index = 0; index < Math.min(seen.sections, 12); index++) {
        await go(index)
        await picture(`section-${String(index).padStart(2, '0')}`)
        await coloured()
        if (index < 5 || index > 7) continue
        for (let next = 1; next < 4; next++) { await page.evaluate(() => view.renderer.next()); await pause(300); await picture(`section-${String(index).padStart(2, '0')}-${next}`) }
    }

    // A tap on the first marks of notes and on first mentions of terms: what comes up, and how large the mark is with letters of 16 px.
    const tapped = async selector => {
        const found = []
        for (let index = 0; index < seen.sections && found.length < 4; index++) {
            await go(index)
            const count = await page.evaluate(selector => view.renderer.getContents()[0].doc.querySelectorAll(selector).length, selector)
            for (let number = 0; number < Math.min(count, 4); number++) {
                await closed()
                const box = await page.evaluate(async (selector, number) => {
                    const { doc } = view.renderer.getContents()[0]
                    const element = doc.querySelectorAll(selector)[number]
                    const range = doc.createRange(); range.selectNodeContents(element)
                    await view.renderer.scrollToAnchor(range)
                    const frame = doc.defaultView.frameElement.getBoundingClientRect()
                    const all = element.getBoundingClientRect()
                    const first = element.getClientRects()[0]
                    const [, id] = element.getAttribute('href').split('#')
                    return { x: frame.left + first.left + first.width / 2, y: frame.top + first.top + first.height / 2,
                        width: all.width * 16 / 17, height: all.height * 16 / 17, target: id, text: element.textContent }
                }, selector, number)
                await page.touchscreen.tap(box.x, box.y)
                await pause(600)
                const popup = (await page.evaluate('window.popups'))[0]
                if (!found.length || number === 1) await picture(`${selector.includes('mark') ? 'note' : 'term'}-${index}-${number}`)
                found.push({ ...box, popup: popup?.text ?? '', href: popup?.href ?? '' })
            }
        }
        await closed()
        return found
    }
    seen.notes = await tapped('a.mark')
    seen.terms = await tapped('a.term')
    seen.complaints = await page.evaluate('window.complaints')

    // Nothing is wider than 320 px, also at 200 %; nor in a page of the whole window's width without any app.
    seen.wide = []
    for (const size of [16, 32]) {
        await viewport(320, 640)
        await page.evaluate(size => window.style(size), size)
        for (let index = 0; index < seen.sections; index++) {
            await go(index)
            const wide = await page.evaluate(() => {
                const { doc } = view.renderer.getContents()[0]
                const column = parseFloat(doc.defaultView.getComputedStyle(doc.documentElement).columnWidth) || 320
                return [...doc.body.querySelectorAll('*')].filter(it => [...it.getClientRects()].some(box => box.width > column + 1))
                    .map(it => it.tagName + '#' + it.id).slice(0, 5)
            })
            seen.alone.push(...await alone())
            if (wide.length) seen.wide.push({ size, index, wide })
            if (index > 3) await picture(`narrow-${size}-${String(index).padStart(2, '0')}`)
        }
    }
    await page.close()
} finally {
    await browser.close()
    server.close()
    fs.rmSync(profile, { recursive: true, force: true })
}
console.log(JSON.stringify(seen))

// Opens an EPUB in epub-ts, a second engine, and prints what it saw as JSON.
// usage: node second-reader.mjs BOOK.epub [chromium]
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import puppeteer from 'puppeteer-core'

const [book, chromium = '/usr/bin/chromium'] = process.argv.slice(2)
const modules = path.join(import.meta.dirname, 'node_modules')
const FILES = {
    '/book.epub': book, '/epub.js': path.join(modules, '@likecoin/epub-ts/dist/epub.umd.js'), '/jszip.js': path.join(modules, 'jszip/dist/jszip.min.js'),
}
const SHELL = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<body style="margin:0"><div id="page" style="width:390px;height:844px"></div><script src="/jszip.js"></script><script src="/epub.js"></script>
<script type="module">
try {
    const ePub = window.ePub?.default ?? window.ePub
    const book = ePub(await (await fetch('/book.epub')).arrayBuffer())
    const view = book.renderTo('page', { width: 390, height: 844 })
    await view.display()
    window.opened = performance.now()
    const navigation = await book.loaded.navigation
    const count = list => list.reduce((sum, it) => sum + 1 + count(it.subitems ?? []), 0)
    const shown = [], lost = []
    for (const section of book.spine.spineItems) {
        await view.display(section.href)
        shown.push(view.getContents()[0].document.body.textContent.replace(/\\s+/g, '').length)
    }
    const look = async list => {
        for (const it of list) {
            try { await view.display(it.href) } catch (error) { lost.push(it.href) }
            await look(it.subitems ?? [])
        }
    }
    await look(navigation.toc)
    window.seen = { contents: count(navigation.toc), landmarks: navigation.landmarks.length, pages: book.pageList?.pages?.length ?? 0, shown, lost }
} catch (error) { window.failure = String(error.stack || error) }
</script>`
const server = http.createServer((request, response) => {
    const address = new URL(request.url, 'http://localhost').pathname
    if (address === '/') return response.setHeader('content-type', 'text/html').end(SHELL)
    if (!FILES[address]) { response.statusCode = 404; return response.end() }
    response.setHeader('content-type', address.endsWith('.js') ? 'text/javascript' : 'application/epub+zip')
    fs.createReadStream(FILES[address]).pipe(response)
}).listen(0, '127.0.0.1')
await new Promise(resolve => server.once('listening', resolve))
const origin = `http://127.0.0.1:${server.address().port}/`
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'reader-'))
const browser = await puppeteer.launch({
    executablePath: chromium, headless: true, userDataDir: profile,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
})
const outside = []
try {
    const page = await browser.newPage()
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true })
    page.on('request', request => {
        if (!request.url().startsWith(origin) && !/^(blob|data|about):/.test(request.url())) outside.push(request.url())
    })
    await page.goto(origin)
    await page.waitForFunction('window.seen || window.failure', { timeout: 90000 })
    const failure = await page.evaluate('window.failure')
    if (failure) throw new Error(failure)
    console.log(JSON.stringify({ ...await page.evaluate('window.seen'), opened: await page.evaluate('window.opened'), outside }))
} finally {
    await browser.close()
    server.close()
    fs.rmSync(profile, { recursive: true, force: true })
}

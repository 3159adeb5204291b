// Live reload of margay devlove: applies changed files to this page, if it uses them.
(() => {
  'use strict'
  const EVENTS = '/__margay/events'
  const SCRIPT = '/__margay/reload.js'
  const MARK = /([?&])__margay=[^&#]*(&?)/
  const used = new Set()
  let source, last = null, turn = 0, leaving = false, queue = Promise.resolve()

  performance.setResourceTimingBufferSize(5000)
  new PerformanceObserver(list => list.getEntries().forEach(entry => used.add(plain(entry.name))))
    .observe({ type: 'resource', buffered: true })

  // A URL as the page wrote it, without the mark that makes a browser load it anew.
  const plain = href => href.replace(/#.*/, '').replace(MARK, (_, before, more) => more ? before : '')
  const fresh = href => {
    const [url, hash = ''] = href.split(/(?=#)/)
    return plain(url) + (plain(url).includes('?') ? '&' : '?') + '__margay=' + (++turn).toString(36) + Date.now().toString(36) + hash
  }
  const resolve = (text, base) => { try { return new URL(text, base).href } catch { return '' } }

  // The files that a URL may lead to, as the server looks them up.
  const files = url => {
    let path = url.pathname
    try { path = decodeURIComponent(path) } catch { /* no text: as it is */ }
    return path.endsWith('/') ? [path + 'index.html'] : [path, path + '.html', path + '/index.html']
  }
  const isChanged = (href, change) => {
    const url = new URL(href, document.baseURI)
    const paths = url.origin === location.origin ? change.paths : change.others[url.hostname]
    return !!paths && files(url).some(file => paths.includes(file))
  }

  // Every sheet with the sheet that imports it, rules inside of rules included.
  function* sheets(list = document.styleSheets) {
    for (const sheet of list) {
      yield sheet
      for (const rule of rules(sheet)) if (rule.styleSheet) yield* sheets([rule.styleSheet])
    }
  }
  function* rules(group) {
    let inside = []
    try { inside = group.cssRules ?? [] } catch { /* another origin's */ }
    for (const rule of inside) { yield rule; yield* rules(rule) }
  }

  const status = () => performance.getEntriesByType('navigation')[0]?.responseStatus ?? 200
  const references = () => {
    const all = new Set(used)
    document.querySelectorAll('link[href], script[src], img, video, audio, source[src]')
      .forEach(one => { const href = one.currentSrc || one.href || one.src; if (href) all.add(plain(href)) })
    for (const sheet of sheets()) if (sheet.href) all.add(plain(sheet.href))
    return [...all].filter(href => /^https?:/.test(href))
  }

  const reachable = () => fetch(SCRIPT, { cache: 'no-store' }).then(() => true, () => false)
  const refresh = async href => {
    const own = new URL(href).origin === location.origin
    for (let reached = false; !leaving;) {
      try {
        const answer = await fetch(href, { cache: 'reload', mode: own ? 'same-origin' : 'no-cors', credentials: own ? 'same-origin' : 'omit' })
        await answer.arrayBuffer().catch(() => {})
        return answer.ok || answer.type === 'opaque'
      } catch {
        if (!own) return true // a policy may forbid other origins
        if (reached) return false // it fails by itself
        // A machine that just woke up, or a server that starts again: what changed is not to be lost.
        reached = await reachable()
        if (!reached) await new Promise(done => setTimeout(done, 300))
      }
    }
    return false
  }

  const reload = () => { leaving = true; location.reload() }

  const swapped = link => new Promise(done => {
    const next = link.cloneNode()
    next.href = fresh(link.href)
    next.onload = () => { link.remove(); done() }
    next.onerror = () => { next.remove(); done() }
    link.after(next)
  })
  const imports = (sheet, href) => !!sheet && [...sheets([sheet])].some(one => one.href && plain(one.href) === href)
  const swapStyles = href => {
    // What a sheet imports comes anew with it: the browser's own copy was replaced before.
    const links = [...document.querySelectorAll('link[rel~="stylesheet" i]')]
      .filter(link => !link.integrity && (plain(link.href) === href || imports(link.sheet, href)))
    return { count: links.length, done: () => Promise.all(links.map(swapped)) }
  }

  // Each place where the page shows an image, with what puts the new one there.
  function* imagePlaces(href) {
    const is = (text, base = document.baseURI) => plain(resolve(text, base)) === href
    const anew = text => fresh(resolve(text, document.baseURI))
    for (const [selector, name] of [['img', 'src'], ['input[type=image]', 'src'], ['video', 'poster'], ['image', 'href'], ['link[rel~="icon" i]', 'href']]) {
      for (const one of document.querySelectorAll(selector)) {
        const text = one.getAttribute(name)
        if (text && is(text)) yield () => one.setAttribute(name, anew(text))
      }
    }
    for (const one of document.querySelectorAll('[srcset]')) {
      const candidates = one.getAttribute('srcset').split(/,\s+/).map(candidate => candidate.trim().split(/\s+/))
      if (candidates.some(([text]) => is(text))) {
        yield () => one.setAttribute('srcset', candidates.map(([text, size = '']) => (is(text) ? anew(text) : text) + ' ' + size).join(', '))
      }
    }
    const styles = [...document.querySelectorAll('[style]')].map(one => [one.style, document.baseURI])
    for (const sheet of sheets()) for (const rule of rules(sheet)) if (rule.style) styles.push([rule.style, sheet.href ?? document.baseURI])
    for (const [style, base] of styles) {
      for (const name of style) {
        const value = style.getPropertyValue(name)
        const next = value.replace(/url\((["']?)(.*?)\1\)/g, (all, quote, text) => is(text, base) ? `url("${fresh(resolve(text, base))}")` : all)
        if (next !== value) yield () => style.setProperty(name, next, style.getPropertyPriority(name))
      }
    }
  }

  const apply = async change => {
    if (leaving) return
    const here = plain(location.href)
    const page = change.fallback || isChanged(here, change) ||
      (status() === 404 && change.paths.some(path => path.endsWith('/404.html')))
    const hits = references().filter(href => href !== here && isChanged(href, change))
    if (!page && !hits.length) return
    // What the browser keeps is replaced first: nothing below can find an old version.
    const there = await Promise.all(hits.map(refresh))
    if (page) {
      if (await refresh(here) || status() >= 400) return reload()
    }
    const changed = hits.filter((_, i) => there[i])
    const steps = []
    for (const href of changed) {
      const styles = swapStyles(href)
      const images = [...imagePlaces(href)]
      if (!styles.count && !images.length) return reload()
      steps.push(styles.done, ...images)
    }
    await Promise.all(steps.map(step => step()))
  }

  const connect = () => {
    source = new EventSource(EVENTS + '?since=' + Math.floor(performance.timeOrigin) + (last ? '&last=' + encodeURIComponent(last) : ''))
    source.addEventListener('ready', event => { last = event.lastEventId })
    source.addEventListener('gap', reload)
    source.addEventListener('change', event => {
      last = event.lastEventId
      queue = queue.then(() => apply(JSON.parse(event.data))).catch(failure => console.warn('margay:', failure))
    })
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000) }
  }
  addEventListener('pagehide', () => source.close())
  addEventListener('pageshow', event => { if (event.persisted) connect() })
  connect()
})()

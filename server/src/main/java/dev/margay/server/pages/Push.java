package dev.margay.server.pages;

import dev.margay.server.visitor.AssetKey;

/**
 * One promise made for a page.
 *
 * @param target of the promised request
 * @param key the version that was promised
 * @param page opens when the page's body was sent: pushed bodies come after it
 * @param refused to be run if the client does not want it
 */
record Push(String target, AssetKey key, PageGate page, Runnable refused) {}

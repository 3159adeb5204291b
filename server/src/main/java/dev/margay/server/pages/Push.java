package dev.margay.server.pages;

import dev.margay.server.visitor.AssetKey;
import java.util.concurrent.CompletableFuture;

/**
 * One promise made for a page.
 *
 * @param target of the promised request
 * @param key the version that was promised
 * @param pageSent completes when the page's body was sent: pushed bodies come after it
 * @param refused to be run if the client does not want it
 */
record Push(String target, AssetKey key, CompletableFuture<Void> pageSent, Runnable refused) {}

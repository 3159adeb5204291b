package dev.margay.server.command;

import java.util.concurrent.Callable;

/**
 * A command of {@code margay}, found through {@code ServiceLoader}, so that the production package
 * does not know the developer's. Its class carries picocli's {@code @Command}; {@link #call}
 * returns the exit status: 0 done, 1 it found mistakes, 2 it could not be done.
 */
public interface Command extends Callable<Integer> {}

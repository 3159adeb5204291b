package dev.margay.server.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code margay cache …}: looks into the representation cache, proves it and clears it up. */
@CommandLine.Command(
    name = "cache",
    description = "Look into the representation cache, prove it, or clear what nothing uses.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CacheListCommand.class,
      CacheStatsCommand.class,
      CacheVerifyCommand.class,
      CacheSweepCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class CacheCommand implements Command, Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "cache needs a command: ls, stats, verify or sweep");
  }
}

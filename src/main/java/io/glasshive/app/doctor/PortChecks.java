package io.glasshive.app.doctor;

import io.glasshive.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ports that a server would listen on, and who has them. */
final class PortChecks {

  private final Subject subject;

  PortChecks(Subject subject) {
    this.subject = subject;
  }

  List<Finding> all() {
    Config config = subject.config();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        port(
            "http.port",
            config.http().host(),
            config.http().port(),
            subject.server().map(Subject.RunningServer::url)));
    if (config.simulator().enabled()) {
      findings.add(
          port(
              "simulator.port",
              "127.0.0.1",
              config.simulator().port(),
              subject.server().flatMap(Subject.RunningServer::simulatorUrl)));
    }
    return findings;
  }

  private Finding port(String key, String host, int port, Optional<URI> ours) {
    if (port == 0) {
      return Finding.ok(key, "0: a free one is picked at the start");
    }
    if (ours.filter(url -> url.getPort() == port).isPresent()) {
      return Finding.ok(
          key, port + " is the running server's (process " + subject.server().get().pid() + ")");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), 1);
      return Finding.ok(key, port + " of " + host + " is free");
    } catch (IOException e) {
      String holder = PortHolder.of(port).map(who -> " by " + who).orElse("");
      return Finding.fail(
          key,
          port + " of " + host + " is taken" + holder,
          "stop what listens there, or set " + key + " (0 picks a free one)");
    }
  }
}

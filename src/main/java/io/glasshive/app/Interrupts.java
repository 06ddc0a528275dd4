package io.glasshive.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM after the first one. The virtual machine answers the first by its shutdown,
 * and ignores those that follow; here the first does the same and each further one is told.
 *
 * <p>Through {@code sun.misc.Signal} of the module jdk.unsupported, by name, because the compiler
 * warns of it and there is nothing else. Where it is missing a second Ctrl-C changes nothing.
 */
final class Interrupts {

  /** A shell's code of a process that signal n ended: 128 + n. */
  private static final int OF_SIGNAL = 128;

  private Interrupts() {}

  /** Calls {@code again} at each signal but the first. */
  static void onEach(Runnable again) {
    AtomicBoolean first = new AtomicBoolean(true);
    for (String name : new String[] {"INT", "TERM"}) {
      try {
        handle(name, first, again);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        // As the virtual machine does it, then.
      }
    }
  }

  private static void handle(String name, AtomicBoolean first, Runnable again)
      throws ReflectiveOperationException {
    Class<?> signalClass = Class.forName("sun.misc.Signal");
    Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
    Object signal = signalClass.getConstructor(String.class).newInstance(name);
    int exitCode = OF_SIGNAL + (int) signalClass.getMethod("getNumber").invoke(signal);
    Object handler =
        Proxy.newProxyInstance(
            Interrupts.class.getClassLoader(),
            new Class<?>[] {handlerClass},
            (proxy, method, arguments) -> {
              if (first.getAndSet(false)) {
                // On a thread of its own: this one would wait for the shutdown, and hear no more.
                new Thread(() -> System.exit(exitCode), "exit").start();
              } else {
                again.run();
              }
              return null;
            });
    try {
      signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
    } catch (InvocationTargetException e) {
      // The virtual machine was told to leave signals alone (-Xrs).
      throw new IllegalArgumentException(e.getCause());
    }
  }
}

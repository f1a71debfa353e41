package dev.sextant.coordinator.spark;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This machine's name, for people. */
public final class HostName {
    private HostName() {}

    /** The host's name; {@code localhost} when it does not know its own. */
    public static String local() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

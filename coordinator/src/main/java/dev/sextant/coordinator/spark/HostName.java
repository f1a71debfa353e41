package dev.sextant.coordinator.spark;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine, for messages. */
public final class HostName {
    private HostName() {}

    /** Returns the host's name, {@code localhost} if it is unknown. */
    public static String local() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

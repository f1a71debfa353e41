package dev.sextant.coordinator.study;

import dev.sextant.coordinator.spark.HostName;

/** Who runs this process, as rows and messages name it. */
public final class LocalUser {
    private LocalUser() {}

    /** Returns user and host: {@code ada@node-1}. */
    public static String atHost() {
        return System.getProperty("user.name") + "@" + HostName.local();
    }
}

package dev.sextant.sql.connect;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.Driver;

/**
 * Opens connections to one address and asks for the password each time. Pools and Flyway get this object, so that they
 * neither hold nor can log a password. Safe for use by many threads.
 */
public final class Connections implements DataSource {
    private final DatabaseAddress address;
    private final Driver driver = new Driver();
    private final int loginSeconds;
    private final int silenceSeconds;

    /** Uses the {@linkplain Timeouts#DEFAULT default} limit for opening a connection. */
    public Connections(DatabaseAddress address, int silenceSeconds) {
        this(address, Timeouts.DEFAULT.login(), silenceSeconds);
    }

    /**
     * Opens nothing yet.
     *
     * @param loginSeconds limit for opening a connection
     * @param silenceSeconds a connection on which the server is silent for this long counts as broken; 0 for no limit
     */
    public Connections(DatabaseAddress address, int loginSeconds, int silenceSeconds) {
        this.address = address;
        this.loginSeconds = loginSeconds;
        this.silenceSeconds = silenceSeconds;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties properties = new Properties();
        address.user().ifPresent(user -> properties.setProperty("user", user));
        address.password().get().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("ApplicationName", "sextant");
        properties.setProperty("currentSchema", "sextant");
        properties.setProperty("connectTimeout", Integer.toString(Math.min(5, loginSeconds)));
        properties.setProperty("loginTimeout", Integer.toString(loginSeconds));
        properties.setProperty("socketTimeout", Integer.toString(silenceSeconds));
        properties.setProperty("tcpKeepAlive", "true");
        // The server must also notice within a minute that this host is gone, or its locks would keep everybody out.
        properties.setProperty(
                "options", "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4");
        Connection connection = driver.connect(address.url(), properties);
        if (connection == null) {
            throw new SQLException("The driver does not accept this address: " + address, "08001");
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("User and password come from the address");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("Logs go to SLF4J");
    }

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return loginSeconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Logs go to SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("Not a wrapper of " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}

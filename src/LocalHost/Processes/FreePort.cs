using System.Net;
using System.Net.Sockets;

namespace Clientele.LocalHost.Processes;

internal static class FreePort
{
    /// <summary>Different loopback ports that nothing listens on at this moment. Another program may take one before it is used.</summary>
    public static int[] Pick(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        try
        {
            return [.. listeners.Select(each =>
            {
                each.Start();
                return ((IPEndPoint)each.LocalEndpoint).Port;
            })];
        }
        finally
        {
            foreach (TcpListener each in listeners)
            {
                each.Dispose();
            }
        }
    }

    public static bool IsFree(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Text;
using Clientele.Bytes;

namespace Clientele.Runs.Transactions;

/// <summary>A customer of a bucket after a run: where they stand, and where they stood after the upload before.</summary>
/// <param name="Id">As in the file.</param>
/// <param name="Identified">The buyer is known.</param>
/// <param name="Cluster">Its id.</param>
/// <param name="Insider">In the programme.</param>
/// <param name="Known">They were in the upload before.</param>
/// <param name="WasInsider">In the programme then.</param>
/// <param name="PreviousCluster">Then; 0 where not known.</param>
/// <param name="Revenue">Of all purchases.</param>
/// <param name="Expected">Revenue of the next 90 days.</param>
internal readonly record struct ProgrammeMember(
    string Id, bool Identified, int Cluster, bool Insider, bool Known, bool WasInsider, int PreviousCluster, double Revenue, double Expected)
{
    /// <summary>As the table says it. Nobody of an invoice without a customer enters or leaves.</summary>
    /// <param name="isFirst">There was no upload before.</param>
    public string Change(bool isFirst) => !Identified || isFirst ? ""
        : !Known ? (Insider ? MemberChange.New : "")
        : Insider == WasInsider ? ""
        : Insider ? MemberChange.Entered
        : MemberChange.Left;
}

internal static class MemberChange
{
    public const string Entered = "entered";
    public const string Left = "left";
    public const string New = "new";

    public static readonly IReadOnlyList<string> All = [Entered, Left, New];
}

/// <summary>The blob <c>index/&lt;schema&gt;/members/&lt;run&gt;/&lt;bucket&gt;</c>: written once, read by pages and by the run of the next upload.</summary>
internal static class MemberFile
{
    private const int Format = 0x31424D43; // "CMB1"
    private const int HeaderBytes = 8;
    private const int SmallestMember = 20;

    [Flags]
    private enum Flags
    {
        None = 0,
        Identified = 1,
        Insider = 2,
        Known = 4,
        WasInsider = 8,
    }

    public static BinaryData ToBlob(IReadOnlyList<ProgrammeMember> members)
    {
        using var blob = new ByteBuffer(HeaderBytes + (members.Count * 32));
        blob.Int32(Format);
        blob.Int32(members.Count);
        foreach (ProgrammeMember member in members)
        {
            blob.ShortText(Encoding.UTF8.GetBytes(member.Id));
            blob.Byte((byte)((member.Identified ? Flags.Identified : Flags.None) | (member.Insider ? Flags.Insider : Flags.None) | (member.Known ? Flags.Known : Flags.None) | (member.WasInsider ? Flags.WasInsider : Flags.None)));
            blob.Varint((uint)member.Cluster);
            blob.Varint((uint)member.PreviousCluster);
            blob.Double(member.Revenue);
            blob.Double(member.Expected);
        }

        return BinaryData.FromBytes(blob.Written.ToArray());
    }

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static ProgrammeMember[] Read(ReadOnlySpan<byte> blob)
    {
        var cursor = new ByteCursor(blob);
        int format = cursor.Int32();
        int count = cursor.Int32();
        if (format != Format || count < 0 || (long)count * SmallestMember > blob.Length)
        {
            throw new InvalidDataException($"A file of members begins with {format:X8} and says {count} members in {blob.Length} bytes.");
        }

        var members = new ProgrammeMember[count];
        for (int i = 0; i < count; i++)
        {
            string id = Encoding.UTF8.GetString(cursor.ShortText());
            var flags = (Flags)cursor.Byte();
            (int cluster, int previous) = (checked((int)cursor.Varint()), checked((int)cursor.Varint()));
            members[i] = new ProgrammeMember(
                id, flags.HasFlag(Flags.Identified), cluster, flags.HasFlag(Flags.Insider), flags.HasFlag(Flags.Known), flags.HasFlag(Flags.WasInsider), previous, cursor.Double(), cursor.Double());
        }

        return cursor.AtEnd ? members : throw new InvalidDataException($"A file of {count} members is longer than they are.");
    }
}

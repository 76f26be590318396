using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Clientele.Storage;

namespace Clientele.Benchmarks.Pipeline;

/// <summary>
/// A customer table behind the real table client: rows are built, serialised and sent as transactions, and the sending end takes the bytes and answers that
/// all was written. It keeps nothing, so the partition always reads as empty.
/// </summary>
internal sealed class SinkTable : HttpMessageHandler, ITable
{
    private static readonly AsyncLocal<int> Writes = new();
    private readonly AzureTable _table;
    private readonly ConcurrentDictionary<int, byte[]> _answers = new();
    private long _rows;
    private long _bytes;

    public SinkTable(string name)
    {
        Name = name;
        var options = new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false)) };
        _table = new AzureTable(new TableClient(new Uri("http://127.0.0.1/sink"), name, new TableSharedKeyCredential("sink", Convert.ToBase64String(new byte[64])), options));
    }

    public string Name { get; }

    public long Rows => Interlocked.Read(ref _rows);

    public long Bytes => Interlocked.Read(ref _bytes);

    public Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellation) => Task.FromResult<TableEntity?>(null);

    public IAsyncEnumerable<TablePage> ReadAsync(string partition, string? from, string? before, IReadOnlyList<string>? select, CancellationToken cancellation)
        => _table.ReadAsync(partition, from, before, select, cancellation);

    public Task<bool> TryInsertAsync(TableEntity entity, CancellationToken cancellation) => throw new NotSupportedException("Customers are written in transactions.");

    public Task<bool> TryReplaceAsync(TableEntity entity, ETag ifMatch, CancellationToken cancellation) => throw new NotSupportedException("Customers are written in transactions.");

    public Task<bool> TryWriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellation)
    {
        Writes.Value = writes.Count;
        return _table.TryWriteAsync(writes, cancellation);
    }

    public Task<long> CountAsync(CancellationToken cancellation) => Task.FromResult(Rows);

    public Task EnsureExistsAsync(CancellationToken cancellation) => Task.CompletedTask;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            return Answer(HttpStatusCode.OK, "{\"value\":[]}"u8.ToArray(), "application/json");
        }

        var counter = new CountingStream();
        await request.Content!.CopyToAsync(counter, cancellationToken);
        Interlocked.Add(ref _bytes, counter.Count);
        int writes = Writes.Value;
        Interlocked.Add(ref _rows, writes);
        return Answer(HttpStatusCode.Accepted, _answers.GetOrAdd(writes, AllWritten), "multipart/mixed; boundary=batchresponse_1");
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, byte[] body, string type)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
        answer.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        answer.Headers.Date = TimeProvider.System.GetUtcNow();
        return answer;
    }

    private static byte[] AllWritten(int writes)
    {
        var text = new StringBuilder("--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n");
        for (int i = 0; i < writes; i++)
        {
            text.Append("--changesetresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 204 No Content\r\nETag: W/\"1\"\r\n\r\n\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("--changesetresponse_1--\r\n--batchresponse_1--\r\n").ToString());
    }

    private sealed class CountingStream : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override void Write(ReadOnlySpan<byte> buffer) => Count += buffer.Length;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Count += count;
            return Task.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
